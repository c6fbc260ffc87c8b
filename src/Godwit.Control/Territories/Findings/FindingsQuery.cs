using Godwit.Control.Api;
using Microsoft.AspNetCore.Mvc;

namespace Godwit.Control.Territories.Findings;

/// <summary>The query parameters of findings.</summary>
internal sealed record FindingsQuery
{
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "organization")]
    public string? Organization { get; init; }

    [FromQuery(Name = "min_requests")]
    public string? MinRequests { get; init; }

    [FromQuery(Name = "min_share_percent")]
    public string? MinSharePercent { get; init; }

    [FromQuery(Name = "min_confidence")]
    public string? MinConfidence { get; init; }

    [FromQuery(Name = "territories_per_day")]
    public string? TerritoriesPerDay { get; init; }

    [FromQuery(Name = "speed_kmh")]
    public string? SpeedKmh { get; init; }

    [FromQuery(Name = "min_distance_km")]
    public string? MinDistanceKm { get; init; }

    [FromQuery(Name = "shift_percent")]
    public string? ShiftPercent { get; init; }

    public FindingThresholds ToThresholds(QueryText query)
    {
        var usual = new FindingThresholds();
        return new FindingThresholds
        {
            MinRequests = query.Within("min_requests", MinRequests, usual.MinRequests, 1, 1_000_000),
            MinSharePercent = query.Within("min_share_percent", MinSharePercent, usual.MinSharePercent, 0, 100),
            MinConfidence = query.Level("min_confidence", MinConfidence, usual.MinConfidence),
            TerritoriesPerDay = query.Within(
                "territories_per_day", TerritoriesPerDay, usual.TerritoriesPerDay, 2, 250),
            SpeedKmh = query.Within("speed_kmh", SpeedKmh, usual.SpeedKmh, 1, 100_000),
            MinDistanceKm = query.Within("min_distance_km", MinDistanceKm, usual.MinDistanceKm, 0, 20_000),
            ShiftPercent = query.Within("shift_percent", ShiftPercent, usual.ShiftPercent, 1, 100),
        };
    }
}
