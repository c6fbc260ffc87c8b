using System.Text.Json;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway;

/// <summary>Whether the data plane can do its work, and what is in the way.</summary>
public sealed class Readiness(SnapshotHolder snapshots, IAddressLocator locator, IRecordSource records)
{
    // A day of heavy traffic that nobody stored: something is wrong, though requests are still answered.
    private const long MostPendingBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>What is in the way; empty when the data plane is ready.</summary>
    public IReadOnlyList<string> Obstacles()
    {
        var found = new List<string>();
        if (snapshots.Current is null)
            found.Add("no configuration has been published");
        if (locator.Sources.Count == 0)
            found.Add("no address data is loaded");
        // A feed that could not be loaded is told of in the status; it stops nobody.
        foreach (var source in locator.Sources.Where(s => s is { Healthy: false, Feed: null }))
            found.Add($"address data '{source.Name}' is unhealthy");
        if (records.PendingBytes > MostPendingBytes)
            found.Add("the journal grows and is not stored");
        return found;
    }

    /// <summary>Answers <c>/livez</c> or <c>/readyz</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ready">True for <c>/readyz</c>; being alive needs nothing but this answer.</param>
    public async Task AnswerAsync(HttpContext context, bool ready)
    {
        var obstacles = ready ? Obstacles() : [];
        context.Response.StatusCode =
            obstacles.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", obstacles.Count == 0 ? "ok" : "unavailable");
        json.WriteStartArray("obstacles");
        foreach (var obstacle in obstacles)
            json.WriteStringValue(obstacle);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync();
    }
}
