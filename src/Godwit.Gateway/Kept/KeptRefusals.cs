using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Kept;

/// <summary>What may be wrong with a request about what providers keep; rows as for <see cref="Refusals"/>.</summary>
internal static class KeptRefusals
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>Never was, is gone, or is another's: all the same to who asks.</summary>
    public static Refusal NoSuchObject(OwnedKind kind, string id, string param) => new()
    {
        Status = 404, Code = "object_not_found", Type = InvalidRequest, Param = param,
        Message = $"There is no {KeptCall.NameOf(kind)} '{(id.Length > 80 ? id[..80] + "…" : id)}' that this key may "
            + "use.",
    };

    /// <summary>The provider, or its account, is not there any more.</summary>
    public static Refusal KeeperGone(string thing, string holder) => new()
    {
        Status = 410, Code = "keeper_gone", Type = InvalidRequest,
        Message = $"{thing} is kept by {holder}, which is not configured here any more or keeps no such things. "
            + "Ask the operator.",
    };

    public static Refusal SeveralKeepers(string one, string other) => new()
    {
        Status = 400, Code = "several_keepers", Type = InvalidRequest,
        Message = one == other
            ? $"What this request names is kept by different accounts of the provider '{one}'. Upload the files again, "
                + "together."
            : $"What this request names is kept by different providers, '{one}' and '{other}'. Upload the files to one "
                + "of them.",
    };

    /// <summary>The route has no target at the provider that keeps a file.</summary>
    public static Refusal KeptElsewhere(string model, string holder) => new()
    {
        Status = 400, Code = "kept_elsewhere", Type = InvalidRequest, Param = "model",
        Message = $"The files of this request are kept by {holder}, which does not serve the model '{model}' to this "
            + "caller. Upload them again to a provider that does, or use another model.",
    };

    public static Refusal NoKeeper(string what) => new()
    {
        Status = 400, Code = "operation_not_offered", Type = InvalidRequest,
        Message = $"No provider that this key can reach keeps {what}.",
    };

    public static Refusal UnknownProvider(string name, IEnumerable<string> accepted) => new()
    {
        Status = 400, Code = "unknown_provider", Type = InvalidRequest, Param = "provider",
        Message = $"The provider '{name}' keeps no such files, or this key can't reach it. "
            + $"Accepted: {string.Join(", ", accepted)}.",
    };

    public static Refusal WhichProvider(IEnumerable<string> names) => new()
    {
        Status = 400, Code = "provider_required", Type = InvalidRequest, Param = "provider",
        Message = $"Several providers could keep this file: {string.Join(", ", names)}. Say which one in the header "
            + $"{KeeperChoice.Header}, or in the field 'provider' before the file.",
    };

    public static Refusal PurposeFirst(int limit) => new()
    {
        Status = 413, Code = "purpose_must_come_first", Type = InvalidRequest, Param = "purpose",
        Message = $"A file of more than {limit} bytes is relayed as it arrives, for which its purpose has to be known: "
            + "put the field 'purpose' before the field 'file'.",
    };

    public static Refusal UploadTooLarge(long limit) => new()
    {
        Status = 413, Code = "request_too_large", Type = InvalidRequest,
        Message = $"The upload is larger than {limit} bytes, the limit set by the operator.",
    };

    public static Refusal BadBatchLine(int line, string why) => new()
    {
        Status = 400, Code = "invalid_batch_line", Type = InvalidRequest, Param = "file",
        Message = $"Line {line} of the batch can't be sent: {why}.",
    };

    public static Refusal NotABatchFile { get; } = new()
    {
        Status = 400, Code = "not_a_batch_file", Type = InvalidRequest, Param = "input_file_id",
        Message = "The input file was not uploaded with the purpose 'batch'.",
    };

    public static Refusal BatchInParts { get; } = new()
    {
        Status = 400, Code = "batch_in_parts", Type = InvalidRequest, Param = "purpose",
        Message = "A file with the purpose 'batch' can't come in parts, since each of its lines is read. "
            + "Upload it whole to /v1/files.",
    };

    public static Refusal NotListedYet { get; } = new()
    {
        Status = 503, Code = "not_ready", Type = "server_error", RetryAfterSeconds = 2,
        Message = "This node has not yet learnt what there is to list. Try again soon.",
    };

    public static Refusal NoDryRun { get; } = new()
    {
        Status = 400, Code = "invalid_value", Type = InvalidRequest, Param = "x-godwit-dry-run",
        Message = "This operation can't be tried out; GET /godwit/v1/availability tells what may be used.",
    };
}
