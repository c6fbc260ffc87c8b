using System.Globalization;

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>Reads scalars the way each shape demands; the same rules for YAML, JSON and every check.</summary>
internal static class ScalarReader
{
    private static readonly string[] InstantFormats =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static bool IsText(DocumentScalar scalar) => scalar.Form is ScalarForm.Plain or ScalarForm.Text;

    public static bool TryBoolean(DocumentScalar scalar, out bool value)
    {
        value = scalar.Text == "true";
        return scalar.Form is ScalarForm.Plain or ScalarForm.Boolean && (value || scalar.Text == "false");
    }

    public static bool TryInteger(DocumentScalar scalar, out long value)
    {
        value = 0;
        return IsNumber(scalar)
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryNumber(DocumentScalar scalar, out decimal value)
    {
        value = 0;
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return IsNumber(scalar) && decimal.TryParse(scalar.Text, styles, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// RFC 3339 with <c>Z</c> or an offset: an instant without one would mean another in each time zone.
    /// </summary>
    public static bool TryInstant(DocumentScalar scalar, out DateTimeOffset value)
    {
        value = default;
        return IsText(scalar) && DateTimeOffset.TryParseExact(
            scalar.Text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    public static bool TryDay(DocumentScalar scalar, out DateOnly value)
    {
        value = default;
        return IsText(scalar) && DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", out value);
    }

    private static bool IsNumber(DocumentScalar scalar) => scalar.Form is ScalarForm.Plain or ScalarForm.Number;
}
