using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds.Formats;

/// <summary>The meaning of values that mapped feeds hold.</summary>
internal static class FieldValues
{
    /// <summary>True when a value passes a rule's test.</summary>
    public static bool Matches(FeedKindRule rule, ReadOnlySpan<char> value)
    {
        if (rule.Values is null)
            return value.Equals("true", StringComparison.OrdinalIgnoreCase) || value is "1"
                || value.Equals("yes", StringComparison.OrdinalIgnoreCase);
        foreach (var accepted in rule.Values)
        {
            if (accepted == "*" ? !value.IsEmpty : value.Equals(accepted, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>A subdivision, written with its territory or without; none when the territory has none such.</summary>
    public static SubdivisionCode Subdivision(ReadOnlySpan<char> text, TerritoryCode territory)
    {
        if (text.IsEmpty || !territory.HasValue)
            return default;
        var full = text.Contains('-') ? text.ToString() : $"{territory}-{text}";
        return SubdivisionCode.TryParse(full, out var code) && code.Territory == territory ? code : default;
    }
}
