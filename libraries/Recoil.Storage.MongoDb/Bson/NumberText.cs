using System.Text;
using System.Text.Json;
using MongoDB.Bson;

namespace Recoil.Storage.MongoDb.Bson;

/// <summary>Numbers between JSON's text and BSON's decimals, with every digit. The driver's own way goes through a regular expression.</summary>
internal static class NumberText
{
    /// <summary>A number of so many characters without an exponent is exact as a <see cref="decimal"/>.</summary>
    private const int LongestExact = 29;

    private const int ExponentBias = 6176;
    private const int ExponentShift = 49;

    public static Decimal128 Read(ref Utf8JsonReader json) =>
        json.ValueSpan.Length <= LongestExact && json.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0
            ? new Decimal128(json.GetDecimal())
            : Decimal128.Parse(Encoding.UTF8.GetString(json.ValueSpan));

    public static void Write(Decimal128 number, Utf8JsonWriter json)
    {
        // One bit of sign, 14 of exponent, 113 of digits; a decimal has 96 of digits and an exponent from -28 to 0.
        var (high, low) = (number.GetIEEEHighBits(), number.GetIEEELowBits());
        var exponent = (int)((high >> ExponentShift) & 0x3FFF) - ExponentBias;
        var digits = high & ((1UL << ExponentShift) - 1);
        if (exponent is >= -28 and <= 0 && digits <= uint.MaxValue)
            json.WriteNumberValue(new decimal((int)low, (int)(low >> 32), (int)digits, (high >> 63) == 1, (byte)-exponent));
        else
            json.WriteRawValue(number.ToString(), skipInputValidation: true);
    }
}
