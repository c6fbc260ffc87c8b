using System.Globalization;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Control.Api;

/// <summary>Reads values of query parameters; what cannot be read is remembered as the first error.</summary>
internal sealed class QueryText
{
    private static readonly string[] Levels =
        [.. Enum.GetNames<Confidence>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] Kinds = Enum.GetNames<ResourceKind>();

    /// <summary>What is wrong, in words; null when nothing is.</summary>
    public string? Error { get; private set; }

    public int Limit(string? text, int otherwise, int most) =>
        text is null ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most ? value
        : Fail($"limit: a number from 1 to {most} is expected", otherwise);

    /// <summary>A whole number between two bounds, both included.</summary>
    public int Within(string name, string? text, int otherwise, int least, int most) =>
        text is null ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : Fail($"{name}: a number from {least} to {most} is expected", otherwise);

    public Confidence Level(string name, string? text, Confidence otherwise) =>
        text is null ? otherwise
        : Array.IndexOf(Levels, text) is var at and >= 0 ? (Confidence)at
        : Fail($"{name}: one of {string.Join(", ", Levels)} is expected", otherwise);

    public long? Number(string name, string? text) =>
        text is null ? null
        : long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value
        : Fail<long?>($"{name}: a number is expected", null);

    public Guid? Id(string name, string? text) =>
        text is null ? null
        : Guid.TryParse(text, out var value) ? value
        : Fail<Guid?>($"{name}: a UUID is expected", null);

    /// <summary>An RFC 3339 instant or a day, which begins at midnight UTC.</summary>
    public DateTimeOffset? Instant(string name, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var value)
            ? value
        : Fail<DateTimeOffset?>($"{name}: an RFC 3339 instant such as 2026-07-09T00:00:00Z is expected", null);

    public ResourceKind? Kind(string? text)
    {
        if (text is null)
            return null;
        var name = Kinds.FirstOrDefault(k => string.Equals(k, text, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? Enum.Parse<ResourceKind>(name)
            : Fail<ResourceKind?>($"kind: one of {string.Join(", ", Kinds)} is expected", null);
    }

    public bool Flag(string name, string? text) => text switch
    {
        null or "false" or "0" => false,
        "" or "true" or "1" => true,
        _ => Fail($"{name}: true or false is expected", false),
    };

    private T Fail<T>(string error, T value)
    {
        Error ??= error;
        return value;
    }
}
