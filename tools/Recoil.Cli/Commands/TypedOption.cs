using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Recoil.Plans;

namespace Recoil.Cli.Commands;

/// <summary>Options and arguments that say in one line what is wrong with their value.</summary>
internal static class TypedOption
{
    /// <summary>Text that is not empty.</summary>
    public static Option<string?> Text(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            if (!string.IsNullOrWhiteSpace(Typed(result)))
                return Typed(result);
            result.AddError($"{name}: empty. Give a value or leave it out.");
            return null;
        },
    };

    /// <summary>US dollars.</summary>
    public static Option<decimal?> Dollars(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "USD",
        CustomParser = result =>
        {
            const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
            if (decimal.TryParse(Typed(result), Plain, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and <= PlanLimits.Dollars)
                return amount;
            result.AddError($"{name}: {Shown.Text(Typed(result))} is no amount of money. {PlanLimits.AmountAdvice}");
            return null;
        },
    };

    /// <summary>A whole number in a range.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(Typed(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            result.AddError($"{name}: {Shown.Text(Typed(result))} is out of range. Give a whole number from {least} to {most}.");
            return null;
        },
    };

    /// <summary>A time such as <c>45s</c>, <c>30m</c> or <c>2h</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DurationOf(Typed(result)) is { } duration && duration >= least && duration <= most)
                return duration;
            result.AddError($"{name}: {Shown.Text(Typed(result))} is no such time. Give seconds, minutes or hours such as 45s, 30m or 2h, from {Short(least)} to {Short(most)}.");
            return null;
        },
    };

    /// <summary>The data folder that <c>up</c> made.</summary>
    public static Option<string?> Data() => Text("--data", "DIR", "The services' data folder [default: .recoil].");

    public static Option<bool> Json(string description = "Print one JSON document on stdout and nothing else there.") => new("--json") { Description = description };

    /// <summary>An argument that the command cannot do without.</summary>
    /// <param name="command">The command that it belongs to.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="whatToDo">Said when it is missing.</param>
    public static void Require(this Command command, Argument<string> argument, string whatToDo)
    {
        argument.Arity = ArgumentArity.ZeroOrOne;
        command.Add(argument);
        command.Validators.Add(result =>
        {
            if (result.GetResult(argument) is not { Tokens: [{ Value.Length: > 0 }] })
                result.AddError($"{argument.Name}: missing. {whatToDo}");
        });
    }

    /// <summary>What was typed for it, the last when it was typed more than once.</summary>
    public static string Typed(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static TimeSpan? DurationOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
    }

    private static string Short(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(int)time.TotalHours}h",
        { TotalMinutes: >= 1 } => $"{(int)time.TotalMinutes}m",
        _ => $"{(int)time.TotalSeconds}s",
    };
}
