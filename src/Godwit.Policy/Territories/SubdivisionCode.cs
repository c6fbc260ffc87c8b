namespace Godwit.Policy.Territories;

/// <summary>An ISO 3166-2 code such as <c>UA-43</c>: a territory and one to three letters or digits.</summary>
/// <param name="Territory">The territory the subdivision belongs to.</param>
/// <param name="Local">The part after the hyphen, upper case.</param>
public readonly record struct SubdivisionCode(TerritoryCode Territory, string Local)
{
    /// <summary>True when a subdivision is held.</summary>
    public bool HasValue => Local is not null;

    /// <summary>Reads <c>CC-X</c> to <c>CC-XXX</c> in upper case; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SubdivisionCode code)
    {
        code = default;
        if (text.Length is < 4 or > 6 || text[2] != '-' || !TerritoryCode.TryParse(text[..2], out var territory))
            return false;
        foreach (var c in text[3..])
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c))
                return false;
        }

        code = new SubdivisionCode(territory, text[3..].ToString());
        return true;
    }

    public override string ToString() => HasValue ? $"{Territory}-{Local}" : "";
}
