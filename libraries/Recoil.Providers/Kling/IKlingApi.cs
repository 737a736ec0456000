using System.Text.Json.Nodes;
using Recoil.Providers.Http;

namespace Recoil.Providers.Kling;

/// <summary>One of the two ways in which Kling is spoken to. They differ in paths, bodies and states, not in codes and keys.</summary>
internal interface IKlingApi
{
    /// <summary>What is sent for a take.</summary>
    /// <exception cref="ProviderException">Kling cannot be asked for it.</exception>
    Task<JsonObject> BodyAsync(GenerationRequest request, CancellationToken cancellationToken);

    /// <summary>Where it is sent.</summary>
    string PathOf(GenerationRequest request);

    /// <summary>The id under which another process asks for a task.</summary>
    string JobOf(GenerationRequest request, string taskId);

    /// <summary>Where a job is asked about.</summary>
    string QuestionOf(string job);

    /// <summary>Where a take is looked for by its own id.</summary>
    string SearchOf(GenerationRequest request);

    /// <summary>The task of an answer; null when it has none.</summary>
    KlingTask? Read(ProviderAnswer answer, GenerationRequest request);
}
