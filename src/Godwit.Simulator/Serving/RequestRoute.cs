namespace Godwit.Simulator.Serving;

/// <summary>A path taken apart. Only its end says the operation, so every provider's base path fits.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Model">The model or deployment that the path names.</param>
internal readonly record struct RequestRoute(Operation Operation, string? Model)
{
    public static RequestRoute Of(string path)
    {
        path = path.TrimEnd('/');
        if (path.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return new(Operation.Chat, DeploymentOf(path));
        }

        if (path.EndsWith("/completions", StringComparison.Ordinal))
        {
            return new(Operation.Completions, DeploymentOf(path));
        }

        if (path.EndsWith("/embeddings", StringComparison.Ordinal))
        {
            return new(Operation.Embeddings, DeploymentOf(path));
        }

        if (path.EndsWith("/models", StringComparison.Ordinal))
        {
            return new(Operation.Models, null);
        }

        // The first "/models/" is taken: an id may itself contain slashes.
        int models = path.IndexOf("/models/", StringComparison.Ordinal);
        return models < 0
            ? new(Operation.Unknown, null)
            : new(Operation.Model, path[(models + "/models/".Length)..]);
    }

    private static string? DeploymentOf(string path)
    {
        const string marker = "/deployments/";
        int at = path.IndexOf(marker, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string rest = path[(at + marker.Length)..];
        return rest[..rest.IndexOf('/', StringComparison.Ordinal)];
    }
}
