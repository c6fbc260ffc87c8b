using System.Collections.Immutable;
using System.Text.Json;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Contracts;

/// <summary>Writes attempts; part of <see cref="RequestRecordJson"/>.</summary>
internal static class AttemptRecordJson
{
    private static readonly ImmutableArray<JsonEncodedText> Failures = RequestRecordJson.EnumNames<FailureClass>();
    private static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");
    private static readonly JsonEncodedText Model = JsonEncodedText.Encode("model");
    private static readonly JsonEncodedText Grant = JsonEncodedText.Encode("grant");
    private static readonly JsonEncodedText Credential = JsonEncodedText.Encode("credential");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Failure = JsonEncodedText.Encode("failure");
    private static readonly JsonEncodedText PolicyBehind = JsonEncodedText.Encode("policy_behind");
    private static readonly JsonEncodedText StartedAfterUs = JsonEncodedText.Encode("started_after_us");
    private static readonly JsonEncodedText FirstByteUs = JsonEncodedText.Encode("first_byte_us");
    private static readonly JsonEncodedText DurationUs = JsonEncodedText.Encode("duration_us");
    private static readonly JsonEncodedText Cost = JsonEncodedText.Encode("cost");
    private static readonly JsonEncodedText Currency = JsonEncodedText.Encode("currency");

    public static void Write(Utf8JsonWriter json, AttemptRecord attempt)
    {
        json.WriteStartObject();
        json.WriteString(Provider, attempt.Provider);
        json.WriteString(Model, attempt.Model);
        RequestRecordJson.Number(json, Credential, attempt.Credential);
        RequestRecordJson.Text(json, Grant, attempt.Grant);
        RequestRecordJson.Number(json, Status, attempt.Status);
        if (attempt.Failure is { } failure)
            json.WriteString(Failure, Failures[(int)failure]);
        RequestRecordJson.Text(json, PolicyBehind, attempt.PolicyBehind);
        RequestRecordJson.Number(json, StartedAfterUs, attempt.StartedAfterUs);
        RequestRecordJson.Number(json, FirstByteUs, attempt.FirstByteUs);
        RequestRecordJson.Number(json, DurationUs, attempt.DurationUs);
        if (attempt.Usage is { } usage)
            TokenUsageJson.Write(json, usage);
        if (attempt.Cost is { } cost)
            json.WriteNumber(Cost, cost);
        RequestRecordJson.Text(json, Currency, attempt.Currency);
        json.WriteEndObject();
    }
}
