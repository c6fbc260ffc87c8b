using System.Runtime.CompilerServices;
using System.Text.Json;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Journal;

/// <summary>Texts of territory codes, made once each.</summary>
internal static class TerritoryNames
{
    private static readonly string?[] Texts = new string?[TerritoryCode.IndexCount];

    public static string Of(TerritoryCode code) => Texts[code.Index] ??= code.ToString();
}

/// <summary>Reason codes as they are written down.</summary>
internal static class ReasonNames
{
    private static readonly string[] Texts =
        [.. Enum.GetNames<TerritoryReason>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string Of(TerritoryReason reason) => Texts[(int)reason];
}

/// <summary>Evidence as text, made once for each instance: all addresses with the same answers share one.</summary>
internal static class EvidenceTexts
{
    private static readonly ConditionalWeakTable<AddressEvidence, string> Texts = [];

    /// <summary>The text; null where nothing is known.</summary>
    public static string? Of(AddressEvidence evidence) =>
        Texts.GetValue(evidence, AddressEvidenceText.Write) is { Length: > 0 } text ? text : null;
}
