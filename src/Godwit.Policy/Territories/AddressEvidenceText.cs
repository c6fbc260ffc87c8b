using System.Text;

namespace Godwit.Policy.Territories;

/// <summary>Evidence in one line, for a record: what was decided from it can be decided again.</summary>
/// <remarks>
/// Fields are set apart by <c>;</c>, each a letter, <c>=</c> and its value; what has its default is left out.
/// <c>c</c> candidates, the best first: <c>CN:ipfire+dbip/HK:iptoasn!</c>, a subdivision written out and an
/// exclamation mark where only registration says so; <c>r</c> registered; <c>d</c> disputed; <c>k</c> confidence;
/// <c>n</c> kind of network and who says so; <c>g</c> cloud region; <c>s</c> special purpose; <c>v</c> the kinds
/// that were looked for. Names of sources are percent-encoded where they hold one of these signs.
/// </remarks>
public static class AddressEvidenceText
{
    private const char RegistrationOnly = '!';

    /// <summary>Writes evidence; the empty text for <see cref="AddressEvidence.Unknown"/>.</summary>
    public static string Write(AddressEvidence evidence)
    {
        var text = new StringBuilder();
        void Field(char name, string value)
        {
            if (value.Length > 0)
                text.Append(text.Length == 0 ? "" : ";").Append(name).Append('=').Append(value);
        }

        Field('c', string.Join('/', evidence.Candidates.Select(Write)));
        Field('r', evidence.Registered.HasValue ? evidence.Registered.ToString() : "");
        Field('d', evidence.Disputed ? "1" : "");
        Field('k', evidence.Confidence == Confidence.None ? "" : evidence.Confidence.ToString());
        Field('n', evidence.Network == NetworkKind.Unclassified
            ? "" : Named(evidence.Network.ToString(), evidence.NetworkSources));
        Field('g', Escape(evidence.CloudRegion));
        Field('s', Escape(evidence.SpecialPurpose));
        Field('v', string.Join('+', evidence.Coverage));
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write(AddressEvidence)"/> wrote.</summary>
    /// <returns>Null when the text is not of that form.</returns>
    public static AddressEvidence? TryParse(string text)
    {
        var evidence = new AddressEvidence();
        foreach (var field in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (field.Length < 3 || field[1] != '=' || With(evidence, field[0], field[2..]) is not { } next)
                return null;
            evidence = next;
        }

        return evidence;
    }

    private static AddressEvidence? With(AddressEvidence evidence, char name, string value) => name switch
    {
        'c' => WithCandidates(evidence, value),
        'r' when TerritoryCode.TryParse(value, out var code) => evidence with { Registered = code },
        'd' => evidence with { Disputed = value == "1" },
        'k' when Enum.TryParse<Confidence>(value, out var level) => evidence with { Confidence = level },
        'n' => WithNetwork(evidence, value),
        'g' => evidence with { CloudRegion = Uri.UnescapeDataString(value) },
        's' => evidence with { SpecialPurpose = Uri.UnescapeDataString(value) },
        'v' => WithCoverage(evidence, value),
        _ => null,
    };

    private static AddressEvidence? WithCandidates(AddressEvidence evidence, string value)
    {
        var candidates = new List<TerritoryCandidate>();
        foreach (var text in value.Split('/'))
        {
            if (ParseCandidate(text) is not { } candidate)
                return null;
            candidates.Add(candidate);
        }

        // Where nothing but registration is known, the one candidate is no answer of its own at the top either.
        return evidence with { Candidates = candidates, Best = candidates[0].Territory };
    }

    private static TerritoryCandidate? ParseCandidate(string text)
    {
        var registration = text.EndsWith(RegistrationOnly);
        var (place, sources) = Split(registration ? text[..^1] : text);
        TerritoryCode territory;
        if (SubdivisionCode.TryParse(place, out var part))
            territory = part.Territory;
        else if (!TerritoryCode.TryParse(place, out territory))
            return null;
        return new TerritoryCandidate(territory, part, sources) { RegistrationOnly = registration };
    }

    private static AddressEvidence? WithNetwork(AddressEvidence evidence, string value)
    {
        var (kind, sources) = Split(value);
        return Enum.TryParse<NetworkKind>(kind, out var network)
            ? evidence with { Network = network, NetworkSources = sources }
            : null;
    }

    private static AddressEvidence? WithCoverage(AddressEvidence evidence, string value)
    {
        var kinds = new List<NetworkKind>();
        foreach (var text in value.Split('+'))
        {
            if (!Enum.TryParse<NetworkKind>(text, out var kind))
                return null;
            kinds.Add(kind);
        }

        return evidence with { Coverage = kinds };
    }

    private static string Write(TerritoryCandidate candidate) =>
        Named(
            candidate.Subdivision.HasValue ? candidate.Subdivision.ToString() : candidate.Territory.ToString(),
            candidate.Sources)
        + (candidate.RegistrationOnly ? RegistrationOnly.ToString() : "");

    private static string Named(string what, IReadOnlyList<string> sources) =>
        sources.Count == 0 ? what : $"{what}:{string.Join('+', sources.Select(Escape))}";

    private static (string What, IReadOnlyList<string> Sources) Split(string text) =>
        text.IndexOf(':') is var at and >= 0
            ? (text[..at], [.. text[(at + 1)..].Split('+').Select(Uri.UnescapeDataString)])
            : (text, []);

    // Encodes the exclamation mark too, which ends a candidate.
    private static string Escape(string? text) =>
        Uri.EscapeDataString(text ?? "").Replace("!", "%21", StringComparison.Ordinal);
}
