using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Recoil.Contracts.Rules;

/// <summary>Looks at one message and keeps the first thing that is wrong with it. Field names follow from what is passed.</summary>
internal sealed class MessageCheck
{
    /// <summary>One line: the field, what is wrong, what is right. Never a text out of the message. Null when all is well.</summary>
    public string? Complaint { get; private set; }

    /// <summary>An id that names something.</summary>
    public void Id(Guid id, [CallerArgumentExpression(nameof(id))] string field = "")
    {
        if (id == Guid.Empty)
            Refuse(field, "is the empty id");
    }

    /// <summary>The shot, and the part of it that the message is about.</summary>
    public void Ids(Guid correlationId, Guid part, [CallerArgumentExpression(nameof(part))] string field = "")
    {
        Id(correlationId);
        Id(part, field);
    }

    /// <summary>The project, the run and the shot.</summary>
    public void ShotName(string? project, string? runId, string? shotId)
    {
        Project(project);
        NameOrEmpty(runId);
        Name(shotId);
    }

    /// <summary>The fields of a shot that its request has on its own and in a run.</summary>
    public void ShotFields(ShotFields shot)
    {
        Name(shot.ShotId);
        Prompt(shot.Prompt);
        NameOrEmpty(shot.Pipeline);
        NameOrEmpty(shot.EpisodeId);
        NotNegative(shot.SceneIndex);
        NotNegative(shot.SceneId);
        Paths(shot.IdentityRefs);
        OptionalPath(shot.StartFrame);
        OptionalPath(shot.EndFrame);
        Seconds(shot.Duration);
        NameOrEmpty(shot.AspectRatio);
        OptionalPath(shot.SceneRefPath);
        OptionalPaths(shot.ExpressionRefs);
        OptionalName(shot.Model);
        OptionalMoney(shot.ShotCap);
        if (shot.Priority is { } priority)
            Between(priority, Contracts.Priority.Least, Contracts.Priority.Most);
        Judges(shot.Judges);
        ProviderOptions(shot.ProviderOptions);
        OptionalPrompt(shot.PromptSkeleton);
        OptionalName(shot.WardrobePhaseId);
        OptionalPrompt(shot.WardrobeDescription);
        OptionalName(shot.ShotType);
        OptionalObject(shot.PromptData);
        if (shot.PromptData?.Member("shot_type") is { } shotType)
            ShotTypeOf(shotType);
        OptionalRawJson(shot.InputsSnapshot);
        OptionalObject(shot.CoverageContext);
    }

    /// <summary>The name of something that can be paused.</summary>
    public void Pausable(PausablePart part, string? name)
    {
        switch (part)
        {
            case PausablePart.Project:
                Project(name, nameof(name));
                break;
            case PausablePart.Run:
                Account(name, nameof(name));
                if (name is not null && !name.Contains('/', StringComparison.Ordinal))
                    Refuse(nameof(name), "names no run: write its project, a slash and its id");
                break;
            default:
                Name(name);
                break;
        }
    }

    /// <summary>What a gate is told.</summary>
    public void Gate(IdentityGate? gate)
    {
        if (gate is null)
            return;

        OptionalPrompt(gate.PromptSkeleton);
        OptionalName(gate.WardrobePhaseId);
        OptionalPrompt(gate.WardrobeDescription);
        OptionalName(gate.ShotType);
    }

    /// <summary>A JSON value that is handed on.</summary>
    public void OptionalRawJson(RawJson? json, [CallerArgumentExpression(nameof(json))] string field = "")
    {
        if (json is null)
            return;

        Text(json.Text, MessageLimits.RawJsonCharacters, field);
        if (json.Depth > MessageLimits.RawJsonDepth)
            Refuse(field, $"is nested {json.Depth} levels deep; at most {MessageLimits.RawJsonDepth} are allowed");
    }

    /// <summary>A JSON object that is handed on.</summary>
    public void OptionalObject(RawJson? json, [CallerArgumentExpression(nameof(json))] string field = "")
    {
        OptionalRawJson(json, field);
        if (json is not null && json.Kind != JsonValueKind.Object)
            Refuse(field, "is no object");
    }

    /// <summary>A name that ids are made of.</summary>
    public void Name(string? name, [CallerArgumentExpression(nameof(name))] string field = "")
    {
        NameOrEmpty(name, field);
        if (string.IsNullOrWhiteSpace(name))
            Refuse(field, "is empty");
    }

    /// <summary>A project: a name, and no more than the first part of a budget account.</summary>
    public void Project(string? project, [CallerArgumentExpression(nameof(project))] string field = "")
    {
        Name(project, field);
        if (project is not null && project.Contains('/', StringComparison.Ordinal))
            Refuse(field, "holds a slash, which parts the project from the run in the name of an account");
    }

    public void NameOrEmpty(string? name, [CallerArgumentExpression(nameof(name))] string field = "") =>
        Label(name, MessageLimits.NameBytes, field);

    public void OptionalName(string? name, [CallerArgumentExpression(nameof(name))] string field = "")
    {
        if (name is not null)
            NameOrEmpty(name, field);
    }

    /// <summary>An account: a project, a slash and a run.</summary>
    public void Account(string? scope, [CallerArgumentExpression(nameof(scope))] string field = "")
    {
        Label(scope, (2 * MessageLimits.NameBytes) + 1, field);
        if (string.IsNullOrWhiteSpace(scope))
            Refuse(field, "is empty");
    }

    public void FailedMessage(FailedMessageEntry message)
    {
        Id(message.FailureId);
        Name(message.Queue);
        Text(message.Type, MessageLimits.TextCharacters);
        Text(message.Cause, MessageLimits.TextCharacters);
        OptionalText(message.MessageId);
    }

    public void Prompt(string? prompt, [CallerArgumentExpression(nameof(prompt))] string field = "") =>
        Text(prompt, MessageLimits.PromptCharacters, field);

    public void OptionalPrompt(string? prompt, [CallerArgumentExpression(nameof(prompt))] string field = "")
    {
        if (prompt is not null)
            Prompt(prompt, field);
    }

    public void OptionalText(string? text, [CallerArgumentExpression(nameof(text))] string field = "")
    {
        if (text is not null)
            Text(text, MessageLimits.TextCharacters, field);
    }

    public void Path(string? path, [CallerArgumentExpression(nameof(path))] string field = "")
    {
        Text(path, MessageLimits.PathCharacters, field);
        if (path is { Length: 0 })
            Refuse(field, "is empty");
        if (path is not null && path.Contains('\0', StringComparison.Ordinal))
            Refuse(field, "holds a NUL character");
    }

    public void OptionalPath(string? path, [CallerArgumentExpression(nameof(path))] string field = "")
    {
        if (path is not null && path.Length > 0)
            Path(path, field);
    }

    public void Paths(IReadOnlyList<string>? paths, [CallerArgumentExpression(nameof(paths))] string field = "")
    {
        if (Entries(paths, MessageLimits.ListEntries, field))
        {
            foreach (var path in paths!)
                Path(path, field);
        }
    }

    public void OptionalPaths(IReadOnlyList<string>? paths, [CallerArgumentExpression(nameof(paths))] string field = "")
    {
        if (paths is not null)
            Paths(paths, field);
    }

    public void Texts(IReadOnlyList<string>? texts, [CallerArgumentExpression(nameof(texts))] string field = "")
    {
        if (Entries(texts, MessageLimits.ListEntries, field))
        {
            foreach (var text in texts!)
                Text(text, MessageLimits.TextCharacters, field);
        }
    }

    public void ProviderOptions(IReadOnlyDictionary<string, string>? options, [CallerArgumentExpression(nameof(options))] string field = "")
    {
        if (options is null)
            return;

        if (options.Count > MessageLimits.ProviderOptions)
            Refuse(field, $"has {options.Count} entries; at most {MessageLimits.ProviderOptions} are allowed");
        foreach (var (name, value) in options)
        {
            NameOrEmpty(name, field);
            Text(value, MessageLimits.ProviderOptionCharacters, field);
        }
    }

    /// <summary>Judges, none of them twice.</summary>
    public void Judges(IReadOnlyList<string>? judges, [CallerArgumentExpression(nameof(judges))] string field = "")
    {
        if (judges is null || !Entries(judges, MessageLimits.Judges, field))
            return;

        foreach (var judge in judges)
            Name(judge, field);
        if (judges.Distinct(StringComparer.Ordinal).Count() < judges.Count)
            Refuse(field, "names a judge twice");
    }

    /// <summary>US dollars.</summary>
    public void Money(decimal dollars, [CallerArgumentExpression(nameof(dollars))] string field = "") =>
        Between(dollars, 0, MessageLimits.Dollars, field, " US dollars");

    /// <summary>US dollars over several takes, or with what people have added.</summary>
    public void Total(decimal dollars, [CallerArgumentExpression(nameof(dollars))] string field = "") =>
        Between(dollars, 0, MessageLimits.TotalDollars, field, " US dollars");

    /// <summary>US dollars of a project.</summary>
    public void ProjectMoney(decimal dollars, [CallerArgumentExpression(nameof(dollars))] string field = "") =>
        Between(dollars, 0, MessageLimits.ProjectDollars, field, " US dollars");

    public void OptionalMoney(decimal? dollars, [CallerArgumentExpression(nameof(dollars))] string field = "")
    {
        if (dollars is { } amount)
            Money(amount, field);
    }

    /// <summary>The length of a clip.</summary>
    public void Seconds(decimal seconds, [CallerArgumentExpression(nameof(seconds))] string field = "")
    {
        if (seconds is <= 0 or > MessageLimits.Seconds)
            Refuse(field, $"is {seconds}; it must be more than 0 and at most {MessageLimits.Seconds} seconds");
    }

    public void Between(decimal value, decimal least, decimal most, [CallerArgumentExpression(nameof(value))] string field = "", string unit = "")
    {
        if (value < least || value > most)
            Refuse(field, $"is {value}; it must be from {least} to {most}{unit}");
    }

    public void NotNegative(int? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value < 0)
            Refuse(field, $"is {value}; it must not be negative");
    }

    public void Between(TimeSpan value, TimeSpan least, TimeSpan most, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value < least || value > most)
            Refuse(field, $"is {value}; it must be from {least} to {most}");
    }

    /// <summary>JSON has no infinity, but a number such as 1e400 is read as one.</summary>
    public void Finite(double? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is { } number && !double.IsFinite(number))
            Refuse(field, "is no finite number");
    }

    /// <summary>Says whether the list can be looked into.</summary>
    public bool Entries<T>(IReadOnlyList<T>? list, int most, [CallerArgumentExpression(nameof(list))] string field = "")
    {
        if (list is null)
            Refuse(field, "is null");
        else if (list.Count > most)
            Refuse(field, $"has {list.Count} entries; at most {most} are allowed");
        else
            return true;
        return false;
    }

    /// <summary>Says whether the part is there to be looked into.</summary>
    public bool Present(object? part, [CallerArgumentExpression(nameof(part))] string field = "")
    {
        if (part is null)
            Refuse(field, "is null");
        return part is not null;
    }

    public void Text(string? text, int most, [CallerArgumentExpression(nameof(text))] string field = "")
    {
        if (text is null)
            Refuse(field, "is null");
        else if (text.Length > most)
            Refuse(field, $"has {text.Length} characters; at most {most} are allowed");
    }

    public void Refuse(string field, string what) => Complaint ??= $"{JsonName(field)} {what}";

    private void Label(string? label, int mostBytes, string field)
    {
        if (label is null)
            Refuse(field, "is null");
        else if (label.Length > mostBytes || Encoding.UTF8.GetByteCount(label) > mostBytes)
            Refuse(field, $"has {Encoding.UTF8.GetByteCount(label)} bytes; at most {mostBytes} are allowed");
        else if (label.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0)
            Refuse(field, "holds a control character");
    }

    private void ShotTypeOf(RawJson shotType)
    {
        if (shotType.AsText() is { } text)
            NameOrEmpty(text, "shot_type in promptData");
        else
            Refuse("shot_type in promptData", "is no text");
    }

    /// <summary><c>command.ShotCap</c> is the field <c>shotCap</c>.</summary>
    private static string JsonName(string expression) =>
        JsonNamingPolicy.CamelCase.ConvertName(expression[(expression.LastIndexOf('.') + 1)..]);
}
