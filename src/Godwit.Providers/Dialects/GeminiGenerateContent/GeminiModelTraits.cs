using System.Buffers;
using System.Globalization;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// What a model's generation decides of how it is asked, by its name; README.md has the sources. A name that tells no
/// generation is asked in the older form, which every generation takes.
/// </summary>
/// <param name="Generation">E.g. 2.5; 0 when the name does not tell.</param>
/// <param name="IsPro">The larger kind.</param>
internal readonly record struct GeminiModelTraits(double Generation, bool IsPro)
{
    private const string Family = "gemini-";
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    /// <summary>Takes JSON Schema as it is; before, an OpenAPI-like subset.</summary>
    public bool TakesJsonSchema => Generation >= 2.5;

    /// <summary>Takes a level of thinking; before, a budget.</summary>
    public bool TakesThinkingLevel => Generation >= 3;

    /// <summary>Refuses a call of the present turn that comes back without its signature.</summary>
    public bool NeedsCallSignatures => Generation >= 3;

    /// <summary>Takes images inside the result of a function.</summary>
    public bool TakesMediaInResults => Generation >= 3;

    /// <summary>Can be told not to think at all.</summary>
    public bool CanStopThinking => Generation < 3 && !(Generation >= 2.5 && IsPro);

    public static GeminiModelTraits Of(string model)
    {
        var at = model.IndexOf(Family, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return default;
        }

        var rest = model.AsSpan(at + Family.Length);
        var pro = rest.Contains("pro", StringComparison.OrdinalIgnoreCase);
        var length = rest.IndexOfAnyExcept(Number);
        var number = length < 0 ? rest : rest[..length];
        // The aliases stand for the newest.
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var generation)
            ? new(generation, pro)
            : new(rest.EndsWith("-latest", StringComparison.Ordinal) ? 3 : 0, pro);
    }
}
