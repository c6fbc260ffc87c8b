using System.Diagnostics.CodeAnalysis;

namespace Godwit.Policy.Territories;

/// <summary>An ISO 3166-1 alpha-2 code in two bytes, usable as an index into a decision table.</summary>
/// <remarks>
/// The default value is <see cref="None"/>, "territory not known". Any pair of letters can be held, so that data
/// never has to be dropped; whether a code is assigned is another question.
/// </remarks>
public readonly struct TerritoryCode : IEquatable<TerritoryCode>, IComparable<TerritoryCode>
{
    /// <summary>Number of distinct values of <see cref="Index"/>: every letter pair, and none.</summary>
    public const int IndexCount = (26 * 26) + 1;

    private readonly ushort index;

    private TerritoryCode(ushort index) => this.index = index;

    /// <summary>The value for a territory that is not known.</summary>
    public static TerritoryCode None => default;

    /// <summary>0 for <see cref="None"/>, else 1 to 676 in alphabetical order.</summary>
    public int Index => index;

    /// <summary>True when a territory is held.</summary>
    public bool HasValue => index != 0;

    /// <summary>Makes a code from two ASCII letters, upper case.</summary>
    /// <exception cref="FormatException">The text is not two upper-case ASCII letters.</exception>
    public static TerritoryCode Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var code) ? code
            : throw new FormatException($"'{text}' is not a two-letter territory code.");

    /// <summary>Reads two upper-case ASCII letters; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TerritoryCode code)
    {
        if (text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            code = new TerritoryCode((ushort)(((text[0] - 'A') * 26) + (text[1] - 'A') + 1));
            return true;
        }

        code = default;
        return false;
    }

    /// <summary>The code at an index of a decision table.</summary>
    public static TerritoryCode FromIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, IndexCount);
        return new TerritoryCode((ushort)index);
    }

    public bool Equals(TerritoryCode other) => index == other.index;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TerritoryCode other && Equals(other);

    public override int GetHashCode() => index;

    public int CompareTo(TerritoryCode other) => index.CompareTo(other.index);

    /// <summary>The two letters, or "unknown".</summary>
    public override string ToString() => index == 0
        ? "unknown"
        : string.Create(2, index - 1, static (span, value) =>
            (span[0], span[1]) = ((char)('A' + (value / 26)), (char)('A' + (value % 26))));

    public static bool operator ==(TerritoryCode left, TerritoryCode right) => left.index == right.index;

    public static bool operator !=(TerritoryCode left, TerritoryCode right) => left.index != right.index;

    public static bool operator <(TerritoryCode left, TerritoryCode right) => left.index < right.index;

    public static bool operator >(TerritoryCode left, TerritoryCode right) => left.index > right.index;

    public static bool operator <=(TerritoryCode left, TerritoryCode right) => left.index <= right.index;

    public static bool operator >=(TerritoryCode left, TerritoryCode right) => left.index >= right.index;
}
