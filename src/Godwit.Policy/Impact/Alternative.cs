using System.Text.Json.Serialization;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Impact;

/// <summary>A target that may serve those whom a policy excludes from another one.</summary>
public sealed record Alternative
{
    /// <summary><c>provider/model</c>.</summary>
    public required string Target { get; init; }

    /// <summary>True when the route that was asked has it already, so that nothing must be changed.</summary>
    public bool InRoute { get; init; }

    /// <summary>Share of the callers, by requests, that it may serve under all policies: above 0, at most 1.</summary>
    public double Covers { get; init; }

    /// <summary>False when the catalog knows nothing of the model: then the members below are empty.</summary>
    public bool Known { get; init; }

    /// <summary>What the model that is lost can do and this one, by the catalog, cannot.</summary>
    public IReadOnlyList<Ability> Lacks { get; init; } = [];

    /// <summary>Most input and output tokens together; null when not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>True when it takes fewer tokens than the model that is lost.</summary>
    public bool ShorterContext { get; init; }

    /// <summary>List price; null when not known.</summary>
    public AlternativePrice? Price { get; init; }

    /// <summary>Titles of what its provider offers, as far as the catalog knows.</summary>
    public IReadOnlyList<string> Grants { get; init; } = [];
}

/// <summary>A list price, and how it compares.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="InputPerMillion">For a million input tokens.</param>
/// <param name="OutputPerMillion">For a million output tokens; null where nothing comes out.</param>
/// <param name="Comparison">Whether it could be compared with the model that is lost.</param>
/// <param name="Ratio">What the same usage costs, as a multiple of what it does there; null if not compared.</param>
public sealed record AlternativePrice(
    string Currency, decimal InputPerMillion, decimal? OutputPerMillion, PriceComparison Comparison, decimal? Ratio);

/// <summary>Whether two prices could be compared.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PriceComparison>))]
public enum PriceComparison
{
    /// <summary>The other price, or the usage, is not known.</summary>
    Unknown,

    /// <summary>Both are in the same currency.</summary>
    Compared,

    /// <summary>The prices are in different currencies; no rate of exchange is assumed.</summary>
    OtherCurrency,
}
