using System.Globalization;
using System.Text.Json;

namespace Godwit.Policy.Pricing.Lists;

/// <summary>Reads the amounts of one entry exactly, and remembers what was read and what was wrong.</summary>
internal sealed class ListAmounts(JsonElement entry, string place, decimal scale, List<string> problems)
{
    private const decimal Most = 1_000_000m;

    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>An amount, scaled; null where the entry does not have it.</summary>
    public decimal? Of(string name) => Each(name, scale);

    /// <summary>An amount, scaled otherwise than the rest.</summary>
    public decimal? Each(string name, decimal by) => Raw(name) is { } amount ? Scaled(name, amount, by) : null;

    /// <summary>An amount as it stands there.</summary>
    public decimal? Raw(string name)
    {
        read.Add(name);
        if (!entry.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && Exact(value.GetRawText()) is { } amount)
            return amount;
        problems.Add(value.ValueKind == JsonValueKind.Number
            ? $"{place}.{name}: {value.GetRawText()} is out of range"
            : $"{place}.{name}: a number is expected");
        return null;
    }

    /// <summary>Takes a member for read that was read otherwise.</summary>
    public void Skip(string name) => read.Add(name);

    /// <summary>Takes members for unread, because what they say could not be used.</summary>
    public void Leave(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            read.Remove(name);
    }

    /// <summary>Members that have a figure and were not read.</summary>
    public IReadOnlyList<string> LeftOut(Predicate<string> isPrice) =>
    [
        .. entry.EnumerateObject().Where(m => isPrice(m.Name) && !read.Contains(m.Name) && HasFigure(m.Value))
            .Select(m => m.Name).Order(StringComparer.Ordinal),
    ];

    private decimal? Scaled(string name, decimal amount, decimal by)
    {
        if (amount * by is var scaled && scaled is >= 0 and <= Most)
            return scaled;
        problems.Add(FormattableString.Invariant($"{place}.{name}: {amount} is out of range"));
        return null;
    }

    private static bool HasFigure(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Exact(value.GetRawText()) != 0,
        JsonValueKind.Object or JsonValueKind.Array => true,
        _ => false,
    };

    // A decimal holds 28 digits after its point and rounds silently what has more.
    private static decimal? Exact(string text)
    {
        var mantissa = text.AsSpan();
        var exponent = 0;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var at)
        {
            if (!int.TryParse(mantissa[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out exponent))
                return null;
            mantissa = mantissa[..at];
        }

        var fraction = mantissa.IndexOf('.') is >= 0 and var point ? mantissa.Length - point - 1 : 0;
        if (mantissa.Length > 28 || exponent is > 10 or < -28 || fraction - exponent > 28)
            return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }
}
