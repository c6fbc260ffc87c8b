using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>A fact about the world, with where and when it was read.</summary>
public abstract record CatalogFact
{
    [Description("Page or document the fact was read from.")]
    public required string Source { get; init; }

    [Description("Day the fact was read or is dated, ISO 8601.")]
    public required DateOnly AsOf { get; init; }

    [Description("False for facts from third parties or not checked: shown as such, and never a default in code.")]
    public bool Verified { get; init; }

    [Description("What a reader should know about it.")]
    public string? Notes { get; init; }
}

/// <summary>What Godwit knows of a provider: one file <c>catalog/providers/NAME.yaml</c>.</summary>
public sealed record CatalogProvider : CatalogFact
{
    [Description("Name used in Provider resources and targets, e.g. alibaba-qwen; the file's name.")]
    public required string Name { get; init; }

    [Description("Name shown to people.")]
    public required string Title { get; init; }

    [Description("Value of gen_ai.provider.name in telemetry.")]
    public required string TelemetryName { get; init; }

    public required Dialect Dialect { get; init; }

    [Description("Environment variables the provider's own tools read the credential from, most usual first.")]
    public IReadOnlyList<string> CredentialEnv { get; set; } = [];

    public required CatalogAuth Auth { get; init; }

    [Description(
        "Other ways in which the provider takes a credential; a Provider resource chooses by scheme or parts.")]
    public IReadOnlyList<CatalogAuth> AlternativeAuth { get; set; } = [];

    [Description("False for runtimes that work without a credential.")]
    public bool CredentialRequired { get; set; } = true;

    [Description("Places the provider can be reached at; the first is the default.")]
    public required IReadOnlyList<CatalogRegion> Regions { get; init; }

    [Description("Placeholders in URLs, e.g. resource on Azure.")]
    public IReadOnlyList<CatalogVariable> Variables { get; set; } = [];

    [Description("Path of each operation after the base URL; {model} stands for the provider's model name.")]
    public required IReadOnlyDictionary<Operation, string> Operations { get; init; }

    [Description("Path of each operation when the answer is to be streamed, where it differs.")]
    public IReadOnlyDictionary<Operation, string>? StreamOperations { get; init; }

    [Description("Further wire formats the provider speaks.")]
    public IReadOnlyList<CatalogDoor> Doors { get; set; } = [];

    [Description("HTTP/2 towards the provider pays.")]
    public bool Http2 { get; init; }

    [Description("True when the provider sends usage in streams if stream_options.include_usage asks for it.")]
    public bool StreamUsageOption { get; set; } = true;

    public required CatalogTerritories Territories { get; init; }

    public IReadOnlyList<CatalogParameter> Parameters { get; set; } = [];

    public IReadOnlyList<CatalogError> Errors { get; set; } = [];

    [Description("Headers in which answers tell what is left of the provider's limits.")]
    public CatalogRateLimitHeaders? RateLimitHeaders { get; init; }

    public IReadOnlyList<CatalogModel> Models { get; set; } = [];

    public IReadOnlyList<CatalogGrant> Grants { get; set; } = [];

    public CatalogFineTuning? FineTuning { get; init; }
}

/// <summary>One place a provider can be reached at.</summary>
public sealed record CatalogRegion : CatalogFact
{
    public required string Name { get; init; }

    [Description("Up to and without the operation's path; {placeholders} are filled from variables.")]
    public required string BaseUrl { get; init; }

    [Description("The cloud's own name of the place, where it is not this name; {placeholders} are filled.")]
    public string? CloudRegion { get; init; }

    [Description("ISO 3166-1 code of the territory the requests are processed in, where known.")]
    public string? Territory { get; init; }

    [Description("Requests to this place are billed as batch requests, though they are answered at once.")]
    public bool BatchPrices { get; init; }
}

/// <summary>A placeholder of the URLs.</summary>
public sealed record CatalogVariable
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    [Description("Environment variable it is taken from when the Provider resource does not say it.")]
    public string? Env { get; init; }

    public string? Default { get; init; }
}

/// <summary>Whom the provider serves, by its own published list.</summary>
public sealed record CatalogTerritories : CatalogFact
{
    [Description("listed: countries is the allow-list; unknown: nothing is published, which restricts nobody.")]
    public required TerritoryListStatus Status { get; init; }

    [Description("ISO 3166-1 codes that are served.")]
    public IReadOnlyList<string> Countries { get; set; } = [];

    [Description("ISO 3166-2 codes that are not served though their country is.")]
    public IReadOnlyList<string> ExcludedSubdivisions { get; set; } = [];
}

/// <summary>Whether a provider publishes whom it serves.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerritoryListStatus>))]
public enum TerritoryListStatus
{
    Unknown,
    Listed,
}
