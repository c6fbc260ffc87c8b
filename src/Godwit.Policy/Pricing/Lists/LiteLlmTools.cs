using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Policy.Pricing.Lists;

/// <summary>Reads what LiteLLM's format says of tools that providers run.</summary>
/// <remarks>
/// Searches of the web have one price for each size of what they bring. A session of a code interpreter is no call, and
/// is left out.
/// </remarks>
internal static class LiteLlmTools
{
    private const string Searches = "search_context_cost_per_query";
    private const string SearchUnit = "web_search_billing_unit";
    private const string FileSearches = "file_search_cost_per_1k_calls";
    private const decimal Thousand = 1_000m;

    /// <summary>The prices of tools; null where there are none that can be said exactly.</summary>
    public static IReadOnlyList<ServerToolPriceConfig>? Read(
        string place, string provider, JsonElement entry, ListAmounts amounts, List<string> problems)
    {
        var tools = new List<ServerToolPriceConfig>();
        if (OfSearches(place, entry, problems) is { } price && PerRequest(provider, entry) is { } perRequest)
        {
            amounts.Skip(Searches);
            tools.Add(new()
            {
                Tool = ServerToolNames.WebSearch, PerCall = perRequest ? null : price,
                PerRequest = perRequest ? price : null,
            });
        }

        if (amounts.Each(FileSearches, 1m / Thousand) is { } each)
            tools.Add(new() { Tool = ServerToolNames.FileSearch, PerCall = each });
        return tools.Count == 0 ? null : tools;
    }

    // One price only where the sizes of a search's context do not differ in price.
    private static decimal? OfSearches(string place, JsonElement entry, List<string> problems)
    {
        if (!entry.TryGetProperty(Searches, out var sizes) || sizes.ValueKind != JsonValueKind.Object)
            return null;
        var each = new ListAmounts(sizes, $"{place}.{Searches}", 1m, problems);
        return sizes.EnumerateObject().Select(size => each.Of(size.Name)).Distinct().ToList() is [{ } one] ? one : null;
    }

    // The format bills Google's searches once a prompt unless it says otherwise, and everybody else's one by one; a
    // unit that it does not have yet is not guessed.
    private static bool? PerRequest(string provider, JsonElement entry)
    {
        if (!entry.TryGetProperty(SearchUnit, out var unit) || unit.ValueKind == JsonValueKind.Null)
            return provider == "gemini" || provider.StartsWith("vertex_ai", StringComparison.Ordinal);
        return unit.ValueKind != JsonValueKind.String ? null
            : unit.ValueEquals("per_prompt"u8) ? true
            : unit.ValueEquals("per_query"u8) ? false
            : null;
    }
}
