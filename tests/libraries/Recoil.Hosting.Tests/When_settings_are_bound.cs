using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Recoil.Hosting.Settings;

namespace Recoil.Hosting.Tests;

public sealed class When_settings_are_bound
{
    [Fact]
    public void What_is_not_given_keeps_its_default()
    {
        var options = Bind(("Lamp:Watts", "60"));

        options.ShouldBe(new Lamp { Watts = 60 });
    }

    [Theory]
    [InlineData("Lamp:Wats", "60", "Setting Lamp:Wats is not known. Did you mean Watts? In the environment it is written Lamp__Watts.")]
    [InlineData("Lamp:Watts", "many", "Setting Lamp:Watts is \"many\". Give a whole number. In the environment it is written Lamp__Watts.")]
    [InlineData("Lamp:Watts", "0", "Setting Lamp:Watts is 0. Give 1 to 100. In the environment it is written Lamp__Watts.")]
    [InlineData("Lamp:Delay", "-00:00:01", "Setting Lamp:Delay is -00:00:01. Give 00:00:00 to 00:01:00. In the environment it is written Lamp__Delay.")]
    [InlineData("Lamp:Delay", "soon", "Setting Lamp:Delay is \"soon\". Give a time such as 00:00:30. In the environment it is written Lamp__Delay.")]
    [InlineData("Lamp:IsLit", "perhaps", "Setting Lamp:IsLit is \"perhaps\". Give true or false. In the environment it is written Lamp__IsLit.")]
    [InlineData("Lamp:Colour", "", "Setting Lamp:Colour is empty. Name a colour. In the environment it is written Lamp__Colour.")]
    [InlineData("Lamp:Shade:Widht", "0.2", "Setting Lamp:Shade:Widht is not known. Did you mean Width? In the environment it is written Lamp__Shade__Width.")]
    [InlineData("Lamp:OnBroken", "x", "Setting Lamp:OnBroken is not known. Lamp has Colour, Delay, IsLit, Shade, Watts.")]
    public void What_is_wrong_is_said_in_one_line_with_what_to_do(string name, string value, string said)
    {
        var message = Should.Throw<InvalidSettingException>(() => Bind((name, value))).Message;

        message.ShouldBe(said);
        message.ShouldNotContain('\n');
    }

    [Fact]
    public void What_two_settings_are_together_can_be_wrong_too() =>
        Should.Throw<InvalidSettingException>(() => Bind(("Lamp:Watts", "100"), ("Lamp:Colour", "black"))).Message
            .ShouldBe("Setting Lamp:Colour is black although it is lit.");

    [Fact]
    public void They_are_there_as_themselves_and_as_options()
    {
        using var services = new ServiceCollection().AddOptions(Configuration([("Lamp:Watts", "60")]), "Lamp", new Lamp()).BuildServiceProvider();

        services.GetRequiredService<Lamp>().Watts.ShouldBe(60);
        services.GetRequiredService<IOptions<Lamp>>().Value.ShouldBeSameAs(services.GetRequiredService<Lamp>());
    }

    private static Lamp Bind(params (string Name, string Value)[] settings) => Configuration(settings).Bind("Lamp", new Lamp());

    private static IConfiguration Configuration((string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))).Build();

    private sealed record Lamp : IValidatableObject
    {
        [Range(1, 100)]
        public int Watts { get; init; } = 40;

        [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
        public TimeSpan Delay { get; init; }

        public bool IsLit { get; init; } = true;

        [Required(ErrorMessage = "Name a colour.")]
        public string Colour { get; init; } = "white";

        public Shade Shade { get; init; } = new();

        public Action<string>? OnBroken { get; init; }

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (IsLit && Colour == "black")
                yield return new ValidationResult("Colour is black although it is lit.");
        }
    }

    private sealed record Shade
    {
        public double Width { get; init; } = 0.3;
    }
}
