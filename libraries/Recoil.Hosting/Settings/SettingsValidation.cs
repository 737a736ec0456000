using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Recoil.Hosting.Settings;

/// <summary>Validates options by their data annotations.</summary>
public static class SettingsValidation
{
    /// <param name="section">The section that the options are bound to, for the message.</param>
    /// <param name="options">The options. One that implements <see cref="IValidatableObject"/> checks further rules itself.</param>
    /// <exception cref="InvalidSettingException">A setting is out of its range; the message is one line: which, what it is, what to give.</exception>
    public static void Check(string section, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(SettingsSection.IsSetting))
        {
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                    throw new InvalidSettingException($"Setting {section}:{property.Name} is {Shown(value)}. {Advice(rule)} {SettingsSection.InEnvironment($"{section}:{property.Name}")}");
            }
        }

        if (options is IValidatableObject more && more.Validate(new ValidationContext(options)).FirstOrDefault() is { } mistake)
            throw new InvalidSettingException($"Setting {section}:{mistake.ErrorMessage}");
    }

    private static string Advice(ValidationAttribute rule) => rule switch
    {
        AllowedValuesAttribute allowed => $"Give {string.Join(" or ", allowed.Values)}.",
        { ErrorMessage: { } advice } => advice,
        RangeAttribute { Maximum: int.MaxValue } from => $"Give {Text(from.Minimum)} or more.",
        RangeAttribute range => $"Give {Text(range.Minimum)} to {Text(range.Maximum)}.",
        RequiredAttribute => "Give a value.",
        _ => throw new InvalidOperationException($"{rule.GetType().Name} has no advice. Give it an ErrorMessage."),
    };

    private static string Shown(object? value) => value switch
    {
        null or "" => "empty",
        string text => $"\"{text}\"",
        _ => Text(value),
    };

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
