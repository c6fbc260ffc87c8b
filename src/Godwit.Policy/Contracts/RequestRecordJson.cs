using System.Collections.Immutable;
using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>
/// Writes records as <see cref="RecordJsonContext"/> does, to the byte, at half its cost: one is written for every
/// request, before its last byte leaves. Members that have their default are left out.
/// </summary>
public static class RequestRecordJson
{
    private static readonly ImmutableArray<JsonEncodedText> Decisions = EnumNames<RequestDecision>();
    private static readonly ImmutableArray<JsonEncodedText> Endings = EnumNames<RequestEnding>();
    private static readonly ImmutableArray<JsonEncodedText> Operations = EnumNames<Catalog.Operation>();
    private static readonly ImmutableArray<JsonEncodedText> LossKinds = EnumNames<LossKind>();

    /// <summary>Writes one record as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, RequestRecord record)
    {
        json.WriteStartObject();
        WriteCaller(json, record);
        WriteLocation(json, record);
        WriteDecision(json, record);
        WriteAnswer(json, record);
        json.WriteEndObject();
    }

    private static void WriteCaller(Utf8JsonWriter json, RequestRecord record)
    {
        json.WriteString(Names.Id, record.Id);
        json.WriteString(Names.StartedAt, record.StartedAt);
        Number(json, Names.DurationUs, record.DurationUs);
        Text(json, Names.Organization, record.Organization);
        Text(json, Names.Project, record.Project);
        Text(json, Names.ApiKey, record.ApiKey);
        if (record.Operation is { } operation)
            json.WriteString(Names.Operation, Operations[(int)operation]);
        Text(json, Names.RequestModel, record.RequestModel);
    }

    private static void WriteLocation(Utf8JsonWriter json, RequestRecord record)
    {
        Text(json, Names.ClientNetwork, record.ClientNetwork);
        Text(json, Names.ClientHash, record.ClientHash);
        Text(json, Names.ClientSealed, record.ClientSealed);
        Number(json, Names.Chain, (int)record.Chain);
        Number(json, Names.HopIndex, record.HopIndex);
        Text(json, Names.PeerNetwork, record.PeerNetwork);
        Text(json, Names.Territory, record.Territory);
        Text(json, Names.Subdivision, record.Subdivision);
        Number(json, Names.Confidence, (int)record.Confidence);
        if (record.Disputed)
            json.WriteBoolean(Names.Disputed, true);
        Number(json, Names.Network, (int)record.Network);
        Text(json, Names.Evidence, record.Evidence);
        if (record.EndUser is { } endUser)
            WriteEndUser(json, endUser);
        Number(json, Names.DataGeneration, record.DataGeneration);
        Text(json, Names.Dataset, record.Dataset);
    }

    private static void WriteEndUser(Utf8JsonWriter json, EndUserRecord endUser)
    {
        json.WriteStartObject(Names.EndUser);
        json.WriteString(Names.Network, endUser.Network);
        json.WriteString(Names.Hash, endUser.Hash);
        Text(json, Names.Territory, endUser.Territory);
        Text(json, Names.Evidence, endUser.Evidence);
        if (endUser.Decided)
            json.WriteBoolean(Names.Decided, true);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, RequestRecord record)
    {
        if (record.Decision != default)
            json.WriteString(Names.Decision, Decisions[(int)record.Decision]);
        if (record.DecidedAt is { } decidedAt)
            json.WriteString(Names.DecidedAt, decidedAt);
        Text(json, Names.Reason, record.Reason);
        Text(json, Names.Policy, record.Policy);
        Number(json, Names.SnapshotRevision, record.SnapshotRevision);
    }

    private static void WriteAnswer(Utf8JsonWriter json, RequestRecord record)
    {
        Text(json, Names.Provider, record.Provider);
        Text(json, Names.Model, record.Model);
        Text(json, Names.ResponseModel, record.ResponseModel);
        Number(json, Names.Status, record.Status);
        Text(json, Names.Error, record.ErrorCode);
        if (record.Streamed)
            json.WriteBoolean(Names.Streamed, true);
        if (record.Ending != default)
            json.WriteString(Names.Ending, Endings[(int)record.Ending]);
        if (record.Usage != default)
            TokenUsageJson.Write(json, record.Usage);
        if (record.UsageEstimated)
            json.WriteBoolean(Names.UsageEstimated, true);
        if (record.Cost is { } cost)
            json.WriteNumber(Names.Cost, cost);
        Text(json, Names.Currency, record.Currency);
        Text(json, Names.PriceVersion, record.PriceVersion);
        json.WriteStartArray(Names.Attempts);
        for (var i = 0; i < record.Attempts.Count; i++)
            AttemptRecordJson.Write(json, record.Attempts[i]);
        json.WriteEndArray();
        if (record.Losses is { } losses)
            WriteLosses(json, losses);
        if (record.Charges is { } charges)
            WriteCharges(json, charges);
        if (record.Objects is { } objects)
            OwnedChangeJson.Write(json, objects);
    }

    private static void WriteCharges(Utf8JsonWriter json, IReadOnlyList<Charge> charges)
    {
        json.WriteStartArray(Names.Charges);
        for (var i = 0; i < charges.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString(Names.Account, charges[i].Account);
            Number(json, Names.Period, charges[i].Period);
            Number(json, Names.Reserved, charges[i].Reserved);
            Number(json, Names.Spent, charges[i].Spent);
            Number(json, Names.Corrected, charges[i].Corrected);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLosses(Utf8JsonWriter json, IReadOnlyList<Loss> losses)
    {
        json.WriteStartArray(Names.Losses);
        for (var i = 0; i < losses.Count; i++)
        {
            json.WriteStartObject();
            if (losses[i].Kind != default)
                json.WriteString(Names.Kind, LossKinds[(int)losses[i].Kind]);
            json.WriteString(Names.Path, losses[i].Path);
            json.WriteString(Names.Reason, losses[i].Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void Text(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    internal static void Number(Utf8JsonWriter json, JsonEncodedText name, long value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    internal static void Number(Utf8JsonWriter json, JsonEncodedText name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    /// <summary>The values' names as people write them, by their numbers.</summary>
    internal static ImmutableArray<JsonEncodedText> EnumNames<T>()
        where T : struct, Enum =>
    [
        .. Enum.GetNames<T>()
            .Select(name => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(name))),
    ];

    /// <summary>The members' names, encoded once.</summary>
    private static class Names
    {
        public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
        public static readonly JsonEncodedText StartedAt = JsonEncodedText.Encode("started_at");
        public static readonly JsonEncodedText DurationUs = JsonEncodedText.Encode("duration_us");
        public static readonly JsonEncodedText Charges = JsonEncodedText.Encode("charges");
        public static readonly JsonEncodedText Account = JsonEncodedText.Encode("account");
        public static readonly JsonEncodedText Period = JsonEncodedText.Encode("period");
        public static readonly JsonEncodedText Reserved = JsonEncodedText.Encode("reserved");
        public static readonly JsonEncodedText Corrected = JsonEncodedText.Encode("corrected");
        public static readonly JsonEncodedText Spent = JsonEncodedText.Encode("spent");
        public static readonly JsonEncodedText Organization = JsonEncodedText.Encode("organization");
        public static readonly JsonEncodedText Project = JsonEncodedText.Encode("project");
        public static readonly JsonEncodedText ApiKey = JsonEncodedText.Encode("api_key");
        public static readonly JsonEncodedText Operation = JsonEncodedText.Encode("operation");
        public static readonly JsonEncodedText RequestModel = JsonEncodedText.Encode("request_model");
        public static readonly JsonEncodedText ClientNetwork = JsonEncodedText.Encode("client_network");
        public static readonly JsonEncodedText ClientHash = JsonEncodedText.Encode("client_hash");
        public static readonly JsonEncodedText ClientSealed = JsonEncodedText.Encode("client_sealed");
        public static readonly JsonEncodedText Chain = JsonEncodedText.Encode("chain");
        public static readonly JsonEncodedText HopIndex = JsonEncodedText.Encode("hop_index");
        public static readonly JsonEncodedText PeerNetwork = JsonEncodedText.Encode("peer_network");
        public static readonly JsonEncodedText Territory = JsonEncodedText.Encode("territory");
        public static readonly JsonEncodedText Subdivision = JsonEncodedText.Encode("subdivision");
        public static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
        public static readonly JsonEncodedText Disputed = JsonEncodedText.Encode("disputed");
        public static readonly JsonEncodedText Network = JsonEncodedText.Encode("network");
        public static readonly JsonEncodedText Evidence = JsonEncodedText.Encode("evidence");
        public static readonly JsonEncodedText DataGeneration = JsonEncodedText.Encode("data_generation");
        public static readonly JsonEncodedText Dataset = JsonEncodedText.Encode("dataset");
        public static readonly JsonEncodedText EndUser = JsonEncodedText.Encode("end_user");
        public static readonly JsonEncodedText Hash = JsonEncodedText.Encode("hash");
        public static readonly JsonEncodedText Decided = JsonEncodedText.Encode("decided");
        public static readonly JsonEncodedText DecidedAt = JsonEncodedText.Encode("decided_at");
        public static readonly JsonEncodedText Decision = JsonEncodedText.Encode("decision");
        public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
        public static readonly JsonEncodedText Policy = JsonEncodedText.Encode("policy");
        public static readonly JsonEncodedText SnapshotRevision = JsonEncodedText.Encode("snapshot_revision");
        public static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");
        public static readonly JsonEncodedText Model = JsonEncodedText.Encode("model");
        public static readonly JsonEncodedText ResponseModel = JsonEncodedText.Encode("response_model");
        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
        public static readonly JsonEncodedText Error = JsonEncodedText.Encode("error_code");
        public static readonly JsonEncodedText Streamed = JsonEncodedText.Encode("streamed");
        public static readonly JsonEncodedText Ending = JsonEncodedText.Encode("ending");
        public static readonly JsonEncodedText UsageEstimated = JsonEncodedText.Encode("usage_estimated");
        public static readonly JsonEncodedText Losses = JsonEncodedText.Encode("losses");
        public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
        public static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
        public static readonly JsonEncodedText Cost = JsonEncodedText.Encode("cost");
        public static readonly JsonEncodedText Currency = JsonEncodedText.Encode("currency");
        public static readonly JsonEncodedText PriceVersion = JsonEncodedText.Encode("price_version");
        public static readonly JsonEncodedText Attempts = JsonEncodedText.Encode("attempts");
    }
}
