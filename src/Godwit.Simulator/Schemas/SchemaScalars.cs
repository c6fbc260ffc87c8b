using System.Globalization;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Schemas;

/// <summary>Writes the strings, numbers and booleans of a schema.</summary>
internal struct SchemaScalars(MessageHints hints, DeterministicSource source, Utf8JsonWriter json)
{
    private static readonly string[] PlaceWords =
        ["city", "location", "place", "town", "country", "region", "destination", "origin", "address"];

    private static readonly string[] TextWords =
        ["query", "text", "question", "prompt", "message", "input", "summary", "description", "content", "body"];

    private int _numbersUsed;

    /// <summary>Where in the array around it the value stands.</summary>
    public int Position { get; set; }

    /// <summary>The array around it wants values that differ.</summary>
    public bool Distinct { get; set; }

    /// <summary>Whether a property's name asks for a place.</summary>
    public static bool AsksForPlace(string name) =>
        PlaceWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    public readonly void WriteBoolean(string name) => json.WriteBooleanValue(
        !name.StartsWith("no_", StringComparison.OrdinalIgnoreCase) && Position % 2 == 0);

    public void WriteNumber(JsonElement schema, bool whole)
    {
        decimal? least = Bound(schema, "minimum", "exclusiveMinimum", whole, +1);
        decimal? most = Bound(schema, "maximum", "exclusiveMaximum", whole, -1);
        decimal value = _numbersUsed < hints.Numbers.Count ? hints.Numbers[_numbersUsed++] : source.Next(90) + 1;
        value += Distinct ? Position * 100 : 0;
        decimal step = Decimal(schema, "multipleOf") is { } multiple && multiple > 0 ? multiple : 0;
        if (whole)
        {
            value = decimal.Floor(value);
        }

        if (least is { } low && value < low)
        {
            value = low + (Distinct ? Position * Math.Max(step, 1) : 0);
        }

        if (most is { } high && value > high)
        {
            value = high - (Distinct ? Position * Math.Max(step, whole ? 1 : 0.001m) : 0);
        }

        json.WriteNumberValue(step > 0 ? ToMultiple(value, step, least) : value);
    }

    public readonly void WriteString(JsonElement schema, string name)
    {
        if (RequestFields.Text(schema, "format") is { } format && OfFormat(format) is { } formatted)
        {
            json.WriteStringValue(formatted);
            return;
        }

        if (RequestFields.Text(schema, "pattern") is { } pattern)
        {
            json.WriteStringValue(PatternText.Matching(pattern));
            return;
        }

        json.WriteStringValue(Fit(
            OfName(name),
            RequestFields.Integer(schema, "minLength") ?? 0,
            RequestFields.Integer(schema, "maxLength") ?? int.MaxValue));
    }

    private readonly string OfName(string name)
    {
        string suffix = Position > 0 ? " " + (Position + 1).ToString(CultureInfo.InvariantCulture) : "";
        if (AsksForPlace(name) && hints.Places.Count > 0)
        {
            return hints.Places[Math.Min(Position, hints.Places.Count - 1)]
                + (Position >= hints.Places.Count ? suffix : "");
        }

        if (name.Contains("date", StringComparison.OrdinalIgnoreCase))
        {
            return hints.Date ?? OfFormat("date")!;
        }

        if (name.Contains("email", StringComparison.OrdinalIgnoreCase))
        {
            return OfFormat("email")!;
        }

        if (hints.Text.Length > 0 && TextWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return hints.Text + suffix;
        }

        if (hints.Places.Count > 0 && name is "name" or "title" or "names")
        {
            return hints.Places.Count > Position ? hints.Places[Position] : "simulated " + name + suffix;
        }

        return (name.Length == 0 ? "simulated" : "simulated " + name.Replace('_', ' ')) + suffix;
    }

    private readonly string? OfFormat(string format)
    {
        int day = (Position % 27) + 1;
        string two = day.ToString("00", CultureInfo.InvariantCulture);
        return format switch
        {
            "date-time" => $"2024-07-{two}T00:00:00Z",
            "date" => Position == 0 && hints.Date is { } date ? date : $"2024-07-{two}",
            "time" => $"12:{two}:00Z",
            "duration" => $"P{day}D",
            "email" => Position == 0 && hints.Email is { } email ? email : $"person{day}@example.com",
            "hostname" => $"host{day}.example.com",
            "ipv4" => $"192.0.2.{day}",
            "ipv6" => $"2001:db8::{day:x}",
            "uri" or "url" => Position == 0 && hints.Address is { } url ? url : $"https://example.com/{day}",
            "uuid" => $"00000000-0000-4000-8000-{source.Next(1 << 20) + day:x12}",
            _ => null,
        };
    }

    private static string Fit(string text, int least, int most)
    {
        if (text.Length > most)
        {
            int cut = most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
            text = text[..cut];
        }

        return text.Length < least ? text.PadRight(least, '.') : text;
    }

    // Draft 4 writes exclusiveMinimum as a flag beside minimum, later drafts as a number of its own.
    private static decimal? Bound(JsonElement schema, string name, string exclusive, bool whole, int inward)
    {
        decimal step = whole ? 1 : 0.5m;
        decimal? bound = Decimal(schema, name);
        if (bound is { } flagged && RequestFields.Flag(schema, exclusive) == true)
        {
            bound = flagged + (inward * step);
        }

        if (Decimal(schema, exclusive) is { } open && (bound is null || inward * (open - bound.Value) >= 0))
        {
            bound = open + (inward * step);
        }

        return whole && bound is { } fraction
            ? inward > 0 ? decimal.Ceiling(fraction) : decimal.Floor(fraction)
            : bound;
    }

    private static decimal ToMultiple(decimal value, decimal step, decimal? least)
    {
        decimal multiple = decimal.Floor(value / step) * step;
        return multiple < least ? multiple + step : multiple;
    }

    private static decimal? Decimal(JsonElement schema, string name) =>
        RequestFields.Number(schema, name) is { } number && Math.Abs(number) < 1e15 ? (decimal)number : null;
}
