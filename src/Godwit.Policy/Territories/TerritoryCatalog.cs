using System.Collections.Frozen;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>
/// Which territory codes exist, what they are called, and what was probably meant by one that does not.
/// </summary>
/// <remarks>
/// The runtime's own region data is not asked: it depends on ICU, lacks <c>EH</c>, and reads <c>CS</c> as Serbia.
/// </remarks>
public static partial class TerritoryCatalog
{
    /// <summary>Kosovo: assigned by its users, not by ISO, and found in most data and policies.</summary>
    private const string UserAssigned = "XK Kosovo";

    private static readonly string?[] Names = ReadNames();

    /// <summary>Codes and names that people write for a territory, next to the right code.</summary>
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["UK"] = "GB", ["EL"] = "GR", ["EN"] = "GB", ["GREAT BRITAIN"] = "GB", ["ENGLAND"] = "GB", ["USA"] = "US",
        ["UNITED STATES OF AMERICA"] = "US", ["UAE"] = "AE", ["CZECH REPUBLIC"] = "CZ", ["TURKEY"] = "TR",
        ["IVORY COAST"] = "CI", ["MACAU"] = "MO", ["BURMA"] = "MM", ["SWAZILAND"] = "SZ", ["CAPE VERDE"] = "CV",
        ["EAST TIMOR"] = "TL", ["MACEDONIA"] = "MK", ["VIETNAM"] = "VN", ["VATICAN"] = "VA", ["KOREA"] = "KR",
        ["RUSSIAN FEDERATION"] = "RU", ["DPRK"] = "KP", ["PRC"] = "CN", ["ROC"] = "TW", ["BRUNEI"] = "BN",
        ["AN"] = "CW", ["YU"] = "RS", ["CS"] = "RS", ["SU"] = "RU", ["TP"] = "TL", ["ZR"] = "CD", ["BU"] = "MM",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every code that may stand in a policy, in alphabetical order: ISO 3166-1 and <c>XK</c>.</summary>
    public static IReadOnlyList<TerritoryCode> All { get; } =
    [
        .. Enumerable.Range(1, TerritoryCode.IndexCount - 1)
            .Where(i => Names[i] is not null)
            .Select(TerritoryCode.FromIndex),
    ];

    /// <summary>True for a code of ISO 3166-1, and for <c>XK</c>.</summary>
    public static bool IsKnown(TerritoryCode code) => Names[code.Index] is not null;

    /// <summary>The everyday English name; null when the code is not assigned.</summary>
    public static string? Name(TerritoryCode code) => Names[code.Index];

    /// <summary>
    /// The territory behind a code in address data. <c>UK</c> is <c>GB</c>; codes that name no territory
    /// (<c>EU</c>, <c>AP</c>, <c>??</c>, <c>ZZ</c>, <c>XX</c>, <c>A1</c>, <c>A2</c>, <c>T1</c>, and any that is not
    /// assigned) are none.
    /// </summary>
    public static TerritoryCode FromData(ReadOnlySpan<char> code)
    {
        if (code is "UK")
            code = "GB";
        return TerritoryCode.TryParse(code, out var territory) && IsKnown(territory) ? territory : TerritoryCode.None;
    }

    /// <summary>The code that was probably meant; none when nothing is near.</summary>
    /// <param name="text">A code or a name as somebody wrote it.</param>
    public static TerritoryCode Suggest(string text)
    {
        var wanted = text.Trim();
        if (Aliases.TryGetValue(wanted, out var alias))
            return TerritoryCode.Parse(alias);
        if (TerritoryCode.TryParse(wanted.ToUpperInvariant(), out var code) && IsKnown(code))
            return code;
        // Two letters are near to dozens of codes: to offer one of them would be a guess.
        return wanted.Length < 4 ? TerritoryCode.None : NearestName(wanted);
    }

    private static TerritoryCode NearestName(string wanted)
    {
        var name = Nearest.To(wanted, All.Select(code => Name(code)!));
        return name is null ? TerritoryCode.None : All.First(code => Name(code) == name);
    }

    private static string?[] ReadNames()
    {
        var names = new string?[TerritoryCode.IndexCount];
        foreach (var line in $"{Assigned}\n{UserAssigned}".Split('\n'))
            names[TerritoryCode.Parse(line.AsSpan(0, 2)).Index] = line[3..];
        return names;
    }
}
