namespace Recoil.Contracts;

/// <summary>How terminal events are addressed, so that a dashboard binds to what it wants.</summary>
public static class RoutingKeys
{
    /// <summary><c>project.status</c>.</summary>
    public static string Of(ShotCompleted completed) => $"{Word(completed.Project)}.{SnakeCase.Of(completed.Status)}";

    /// <summary>A project as one word of a routing key: <c>.</c>, <c>*</c> and <c>#</c> mean something there and become <c>_</c>.</summary>
    public static string Word(string project) => string.Create(project.Length, project, static (word, name) =>
    {
        for (var i = 0; i < name.Length; i++)
            word[i] = name[i] is '.' or '*' or '#' ? '_' : name[i];
    });
}
