using System.Globalization;
using System.Text.Json;
using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.ClientApi;

/// <summary>Writes what a caller may use, and what would become of one request.</summary>
internal static class AvailabilityWriter
{
    /// <summary>Where the caller is taken to be, and a row for each route.</summary>
    public static void WriteAll(GatewayRequest request, IReadOnlyList<AvailabilityRow> rows)
    {
        using var json = Begin(request);
        json.WriteStartObject();
        json.WriteString("object"u8, "godwit.availability"u8);
        WriteCaller(json, request);
        json.WriteStartArray("data"u8);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            WriteRow(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The decision about one request that is not sent.</summary>
    public static void WriteDryRun(GatewayRequest request, AvailabilityRow row)
    {
        using var json = Begin(request);
        json.WriteStartObject();
        json.WriteString("object"u8, "godwit.dry_run"u8);
        WriteCaller(json, request);
        WriteRow(json, row);
        json.WriteEndObject();
    }

    private static Utf8JsonWriter Begin(GatewayRequest request)
    {
        var response = request.Http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
        return new Utf8JsonWriter(response.BodyWriter);
    }

    private static void WriteCaller(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteString("as_of"u8, Text(request.StartedAt));
        WriteEvidence(json, request.Location.Evidence);
        if (request.EndUser is not { } endUser)
            return;
        json.WriteStartObject("end_user"u8);
        WriteEvidence(json, endUser);
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, AddressEvidence evidence)
    {
        json.WriteString("territory"u8, evidence.Best.HasValue ? TerritoryNames.Of(evidence.Best) : null);
        json.WriteString("confidence"u8, Words(evidence.Confidence.ToString()));
        json.WriteBoolean("disputed"u8, evidence.Disputed);
        json.WriteString("network"u8, Words(evidence.Network.ToString()));
    }

    private static void WriteRow(Utf8JsonWriter json, AvailabilityRow row)
    {
        json.WriteString("id"u8, row.Route);
        json.WriteBoolean("usable"u8, row.Target is not null);
        json.WriteString("decision"u8, Words(row.Decision.ToString()));
        json.WriteString("reason"u8, row.Decision == RequestDecision.None ? null : ReasonNames.Of(row.Reason));
        json.WriteString("provider"u8, row.Target?.Provider.Name);
        json.WriteString("model"u8, row.Target?.Model);
        json.WriteString("provider_until"u8, row.TargetUntil is { } change ? Text(change) : null);
        WriteTarget(json, row.TargetUntil is null ? null : row.Afterwards);
        json.WriteString("available_until"u8, row.AvailableUntil is { } end ? Text(end) : null);
        json.WriteString("policy"u8, row.Policy?.Name);
        json.WriteString("contact"u8, row.Policy?.Contact);
        json.WriteStartArray("alternatives"u8);
        foreach (var name in row.Alternatives)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void WriteTarget(Utf8JsonWriter json, TargetRules? afterwards)
    {
        if (afterwards is null)
        {
            json.WriteNull("afterwards"u8);
            return;
        }

        json.WriteStartObject("afterwards"u8);
        json.WriteString("provider"u8, afterwards.Provider.Name);
        json.WriteString("model"u8, afterwards.Model);
        json.WriteEndObject();
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Words(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
