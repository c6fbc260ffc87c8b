using Godwit.Policy.Configuration;
using Godwit.Policy.Pricing.Lists;

namespace Godwit.Host.Cli;

/// <summary>Reads public price lists for the verbs of <c>godwit prices</c>, and picks what was asked for.</summary>
internal static class PriceFiles
{
    private const long MostBytes = 64L << 20;
    private const int MostProblems = 20;

    private static readonly Dictionary<string, PriceListFormat> Formats = new(StringComparer.Ordinal)
    {
        ["litellm"] = PriceListFormat.LiteLlm, ["models.dev"] = PriceListFormat.ModelsDev,
    };

    public static IEnumerable<string> FormatNames => Formats.Keys;

    /// <summary>The whole list, or an exception that says what is wrong with it.</summary>
    public static PriceList Read(string path, string? format)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            throw new IOException($"{path} is larger than {MostBytes >> 20} MiB, which no price list is");
        var list = PriceListReader.Read(File.ReadAllBytes(path), format is null ? null : Formats[format]);
        if (list.Problems.Count == 0)
            return list;
        var more = list.Problems.Count > MostProblems ? $"\n  and {list.Problems.Count - MostProblems} more" : "";
        throw new IOException(
            $"{path} is no such list:\n  {string.Join("\n  ", list.Problems.Take(MostProblems))}{more}");
    }

    /// <summary>
    /// Which Provider resource each provider of the list is: <c>LIST=PROVIDER</c>, else of the same name.
    /// </summary>
    public static Dictionary<string, string> Names(IEnumerable<string> pairs)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.Split('=') is not [{ Length: > 0 } list, { Length: > 0 } provider])
                throw new UsageException($"--as: '{pair}' is no pair; accepted: LIST=PROVIDER, e.g. google=gemini");
            if (!names.TryAdd(list, provider))
                throw new UsageException($"--as: '{list}' is given twice");
        }

        return names;
    }

    /// <summary>The prices that were asked for.</summary>
    public static IEnumerable<ListedPrice> Pick(PriceList list, string? provider, string? model) => list.Prices.Where(
        p => (provider is null || p.Provider == provider) && (model is null || NamePattern.Matches(model, p.Model)));
}
