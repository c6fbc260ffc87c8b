using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Godwit.Control.Usage;

/// <summary>The query parameters that say which requests are meant.</summary>
internal sealed record UsageQuery
{
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "organization")]
    public string? Organization { get; init; }

    [FromQuery(Name = "project")]
    public string? Project { get; init; }

    [FromQuery(Name = "key")]
    public string? Key { get; init; }

    [FromQuery(Name = "provider")]
    public string? Provider { get; init; }

    [FromQuery(Name = "model")]
    public string? Model { get; init; }

    [FromQuery(Name = "territory")]
    public string? Territory { get; init; }

    [FromQuery(Name = "decision")]
    public string? Decision { get; init; }

    [FromQuery(Name = "estimated")]
    public bool? Estimated { get; init; }

    public RequestFilter ToFilter(QueryText query) => new()
    {
        Since = query.Instant("since", Since),
        Until = query.Instant("until", Until),
        Organization = Organization,
        Project = Project,
        ApiKey = Key,
        Provider = Provider,
        Model = Model,
        Territory = Territory?.ToUpperInvariant(),
        Decision = Decision,
        Estimated = Estimated == true,
    };
}
