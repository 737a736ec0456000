using MassTransit;
using MassTransit.Configuration;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>Puts <see cref="ValidationFilter{T}"/> before everything else that an endpoint does with a message, for every type it takes.</summary>
internal sealed class MessageValidation : ConfigurationObserver, IMessageConfigurationObserver
{
    private readonly FailureLog _log;

    public MessageValidation(IReceiveEndpointConfigurator endpoint, FailureLog log) : base(endpoint)
    {
        _log = log;
        Connect(this);
    }

    public void MessageConfigured<TMessage>(IConsumePipeConfigurator configurator) where TMessage : class =>
        configurator.AddPipeSpecification(new FilterPipeSpecification<ConsumeContext<TMessage>>(new ValidationFilter<TMessage>(_log)));
}
