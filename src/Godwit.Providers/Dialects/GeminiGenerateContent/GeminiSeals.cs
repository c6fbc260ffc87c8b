using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Seals as thought signatures. Google's libraries take a signature for base64, so one of another provider is wrapped
/// in it together with its origin.
/// </summary>
internal static class GeminiSeals
{
    // How the base64 of every text begins that ReasoningSeal marks with an origin.
    private const string Wrapped = "Z2R3MS";

    /// <summary>The signature that a client gets.</summary>
    public static string Write(ReasoningSeal seal) => seal.Origin == Dialect.GeminiGenerateContent
        ? seal.Value
        : Convert.ToBase64String(Encoding.UTF8.GetBytes(seal.For(Dialect.GeminiGenerateContent)));

    /// <summary>The seal that a client sent back as a signature.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="closed">It stands without the words that it would be a signature of.</param>
    public static ReasoningSeal Read(string signature, bool closed)
    {
        var text = signature;
        if (signature.StartsWith(Wrapped, StringComparison.Ordinal)
            && GeminiBase64.TryDecode(signature) is { } bytes)
        {
            text = Encoding.UTF8.GetString(bytes);
        }

        var seal = ReasoningSeal.Parse(text, Dialect.GeminiGenerateContent);
        return seal with { Closed = closed && seal.Origin != Dialect.GeminiGenerateContent };
    }
}
