using Godwit.Gateway.Kept;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>The paths of files, uploads, batches and fine-tuning jobs, which are OpenAI's.</summary>
internal static class KeptPaths
{
    private const string Files = "/v1/files";
    private const string Uploads = "/v1/uploads";
    private const string Batches = "/v1/batches";
    private const string Jobs = "/v1/fine_tuning/jobs";

    /// <summary>The operation of a path; none when it is no path of these.</summary>
    public static ClientOperation Match(string method, string path)
    {
        if (!TrySplit(path, out var kind, out _, out var rest))
            return ClientOperation.None;
        return Actions(kind, rest) is not { Length: > 0 } actions ? ClientOperation.None
            : !actions.Any(a => IsMethod(a, method)) ? ClientOperation.WrongMethod
            : kind switch
            {
                OwnedKind.File => ClientOperation.Files,
                OwnedKind.Upload => ClientOperation.Uploads,
                OwnedKind.Batch => ClientOperation.Batches,
                _ => ClientOperation.FineTuning,
            };
    }

    /// <summary>What a request with a path of these asks for.</summary>
    public static KeptCall Read(string method, string path)
    {
        TrySplit(path, out var kind, out var id, out var rest);
        return new KeptCall(kind, Actions(kind, rest).First(a => IsMethod(a, method)), id);
    }

    /// <summary>The methods of a path of these; null for another one.</summary>
    public static string? Allowed(string path) =>
        TrySplit(path, out var kind, out _, out var rest) && Actions(kind, rest) is { Length: > 0 } actions
            ? string.Join(", ", actions.Select(MethodOf).Distinct())
            : null;

    private static bool TrySplit(string path, out OwnedKind kind, out string id, out string? rest)
    {
        (kind, id, rest) = (default, "", null);
        string prefix;
        if (path.StartsWith(Files, StringComparison.Ordinal))
            (kind, prefix) = (OwnedKind.File, Files);
        else if (path.StartsWith(Uploads, StringComparison.Ordinal))
            (kind, prefix) = (OwnedKind.Upload, Uploads);
        else if (path.StartsWith(Batches, StringComparison.Ordinal))
            (kind, prefix) = (OwnedKind.Batch, Batches);
        else if (path.StartsWith(Jobs, StringComparison.Ordinal))
            (kind, prefix) = (OwnedKind.FineTuningJob, Jobs);
        else
            return false;
        if (path.Length == prefix.Length)
            return true;
        if (path[prefix.Length] != '/')
            return false;
        id = path[(prefix.Length + 1)..];
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        (id, rest) = slash < 0 ? (id, "") : (id[..slash], id[(slash + 1)..]);
        return id.Length > 0;
    }

    // The rest behind the id; null without an id.
    private static KeptAction[] Actions(OwnedKind kind, string? rest) => (kind, rest) switch
    {
        (OwnedKind.Upload, null) => [KeptAction.Create],
        (OwnedKind.Upload, "parts") => [KeptAction.AddPart],
        (OwnedKind.Upload, "complete") => [KeptAction.Complete],
        (OwnedKind.Upload, "cancel") => [KeptAction.Cancel],
        (OwnedKind.Upload, _) => [],
        (_, null) => [KeptAction.List, KeptAction.Create],
        (OwnedKind.File, "") => [KeptAction.Get, KeptAction.Delete],
        (_, "") => [KeptAction.Get],
        (OwnedKind.File, "content") => [KeptAction.Content],
        (OwnedKind.Batch or OwnedKind.FineTuningJob, "cancel") => [KeptAction.Cancel],
        (OwnedKind.FineTuningJob, "pause") => [KeptAction.Pause],
        (OwnedKind.FineTuningJob, "resume") => [KeptAction.Resume],
        (OwnedKind.FineTuningJob, "events") => [KeptAction.Events],
        (OwnedKind.FineTuningJob, "checkpoints") => [KeptAction.Checkpoints],
        _ => [],
    };

    private static bool IsMethod(KeptAction action, string method) => HttpMethods.Equals(MethodOf(action), method);

    /// <summary>The HTTP method of an action, towards the provider too.</summary>
    public static string MethodOf(KeptAction action) => action switch
    {
        KeptAction.Create or KeptAction.AddPart or KeptAction.Complete or KeptAction.Cancel or KeptAction.Pause
            or KeptAction.Resume => HttpMethods.Post,
        KeptAction.Delete => HttpMethods.Delete,
        _ => HttpMethods.Get,
    };
}
