namespace Godwit.Simulator.Serving;

/// <summary>Tells the paths of OpenAI's operations that are no conversation.</summary>
internal static class OtherRoutes
{
    private const string Jobs = "/fine_tuning/jobs";
    private const string Uploads = "/uploads";

    private static readonly (string End, Operation Operation)[] Ends =
    [
        ("/images/generations", Operation.ImagesGenerations),
        ("/images/edits", Operation.ImagesEdits),
        ("/images/variations", Operation.ImagesVariations),
        ("/audio/speech", Operation.Speech),
        ("/audio/transcriptions", Operation.Transcription),
        ("/audio/translations", Operation.Transcription),
        ("/moderations", Operation.Moderations),
        ("/rerank", Operation.Rerank),
        ("/reranks", Operation.Rerank),
        ("/rerankers", Operation.Rerank),
        ("/realtime", Operation.Realtime),
    ];

    public static RequestRoute? Of(string path)
    {
        foreach ((string end, Operation operation) in Ends)
        {
            if (path.EndsWith(end, StringComparison.Ordinal))
            {
                return new RequestRoute(operation, null);
            }
        }

        int jobs = path.LastIndexOf(Jobs, StringComparison.Ordinal);
        if (jobs >= 0)
        {
            return new RequestRoute(Operation.FineTuningJobs, path[(jobs + Jobs.Length)..].Trim('/'));
        }

        int uploads = path.LastIndexOf(Uploads, StringComparison.Ordinal);
        if (uploads >= 0)
        {
            return new RequestRoute(Operation.Uploads, path[(uploads + Uploads.Length)..].Trim('/'));
        }

        return OfCollection(path, "/files", "content", Operation.Files, Operation.FileContent)
            ?? OfCollection(path, "/batches", "cancel", Operation.Batches, Operation.BatchCancel);
    }

    private static RequestRoute? OfCollection(
        string path, string collection, string action, Operation itself, Operation acting)
    {
        int at = path.LastIndexOf(collection, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string rest = path[(at + collection.Length)..];
        if (rest.Length > 0 && rest[0] != '/')
        {
            return null;
        }

        return rest.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] => new RequestRoute(itself, null),
            [var id] => new RequestRoute(itself, id),
            [var id, var last] when last == action => new RequestRoute(acting, id),
            _ => null,
        };
    }
}
