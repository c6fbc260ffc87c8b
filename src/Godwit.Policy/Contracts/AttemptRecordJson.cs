using System.Collections.Immutable;
using System.Text.Json;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Contracts;

/// <summary>Writes attempts; part of <see cref="RequestRecordJson"/>.</summary>
internal static class AttemptRecordJson
{
    private static readonly ImmutableArray<JsonEncodedText> Failures = RequestRecordJson.EnumNames<FailureClass>();
    private static readonly RecordMember Provider = new("provider");
    private static readonly RecordMember Model = new("model");
    private static readonly RecordMember Grant = new("grant");
    private static readonly RecordMember Credential = new("credential");
    private static readonly RecordMember Status = new("status");
    private static readonly RecordMember Failure = new("failure");
    private static readonly RecordMember PolicyBehind = new("policy_behind");
    private static readonly RecordMember StartedAfterUs = new("started_after_us");
    private static readonly RecordMember FirstByteUs = new("first_byte_us");
    private static readonly RecordMember DurationUs = new("duration_us");
    private static readonly RecordMember Cost = new("cost");
    private static readonly RecordMember Currency = new("currency");

    public static void Write(RecordWriter json, AttemptRecord attempt)
    {
        json.StartObject();
        json.Text(Provider, attempt.Provider);
        json.Text(Model, attempt.Model);
        json.Number(Credential, attempt.Credential);
        json.Text(Grant, attempt.Grant);
        json.Number(Status, attempt.Status);
        if (attempt.Failure is { } failure)
            json.Encoded(Failure, Failures[(int)failure]);
        json.Text(PolicyBehind, attempt.PolicyBehind);
        json.Number(StartedAfterUs, attempt.StartedAfterUs);
        json.Number(FirstByteUs, attempt.FirstByteUs);
        json.Number(DurationUs, attempt.DurationUs);
        if (attempt.Usage is { } usage)
            TokenUsageJson.Write(json, usage);
        json.Number(Cost, attempt.Cost);
        json.Text(Currency, attempt.Currency);
        json.EndObject();
    }
}
