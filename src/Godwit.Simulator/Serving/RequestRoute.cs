using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>A path taken apart. Only its end says the operation, so every provider's base path fits.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Name">The model, deployment or response that the path names.</param>
/// <param name="Dialect">The dialect of the door.</param>
internal readonly record struct RequestRoute(Operation Operation, string? Name, Dialect Dialect = Dialect.Chat)
{
    /// <summary>The only method it takes; null where there are several.</summary>
    public string? Method => Operation switch
    {
        Operation.Models or Operation.Model or Operation.ResponseInputItems
            or Operation.ResponsesSocket or Operation.FileContent or Operation.Realtime => "GET",
        Operation.Response or Operation.Files or Operation.Batches
            or Operation.FineTuningJobs or Operation.Uploads => null,
        _ => "POST",
    };

    public static RequestRoute Of(HttpRequest request, string path, string provider)
    {
        path = path.TrimEnd('/');
        RequestRoute route = NativeRoutes.Of(request, path) ?? Of(path);
        if (route.Operation is Operation.Models or Operation.Model)
        {
            return route with { Dialect = ModelsDialect(request, path, provider) };
        }

        if (route.Operation == Operation.Responses && HttpMethods.IsGet(request.Method))
        {
            route = route with { Operation = Operation.ResponsesSocket };
        }

        return ProviderDoors.Has(provider, route.Dialect) ? route : route with { Operation = Operation.Unknown };
    }

    private static RequestRoute Of(string path)
    {
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

        if (path.EndsWith("/messages", StringComparison.Ordinal))
        {
            return new(Operation.Messages, null, Dialect.Messages);
        }

        if (path.EndsWith("/messages/count_tokens", StringComparison.Ordinal))
        {
            return new(Operation.MessagesCountTokens, null, Dialect.Messages);
        }

        return OfResponses(path) ?? OfGemini(path) ?? OtherRoutes.Of(path) ?? OfModels(path);
    }

    private static RequestRoute? OfResponses(string path)
    {
        const string marker = "/responses";
        int at = path.LastIndexOf(marker, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string[] parts = path[(at + marker.Length)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [] => new(Operation.Responses, null, Dialect.Responses),
            ["compact"] => new(Operation.ResponsesCompact, null, Dialect.Responses),
            ["input_tokens"] => new(Operation.ResponsesInputTokens, null, Dialect.Responses),
            [var id] => new(Operation.Response, id, Dialect.Responses),
            [var id, "input_items"] => new(Operation.ResponseInputItems, id, Dialect.Responses),
            [var id, "cancel"] => new(Operation.ResponseCancel, id, Dialect.Responses),
            _ => new(Operation.Unknown, null, Dialect.Responses),
        };
    }

    private static RequestRoute? OfGemini(string path)
    {
        int models = path.IndexOf("/models/", StringComparison.Ordinal);
        int method = path.LastIndexOf(':');
        if (models < 0 || method < models)
        {
            return null;
        }

        Operation operation = path[(method + 1)..] switch
        {
            "generateContent" => Operation.GenerateContent,
            "streamGenerateContent" => Operation.StreamGenerateContent,
            "countTokens" => Operation.CountTokens,
            "embedContent" => Operation.EmbedContent,
            "batchEmbedContents" => Operation.BatchEmbedContents,
            _ => Operation.Unknown,
        };

        // An id of a model that runs locally may have a colon of its own: "qwen3:8b".
        return operation == Operation.Unknown
            ? null
            : new(operation, path[(models + "/models/".Length)..method], Dialect.Gemini);
    }

    private static RequestRoute OfModels(string path)
    {
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

    private static Dialect ModelsDialect(HttpRequest request, string path, string provider)
    {
        if (ProviderDoors.Has(provider, Dialect.Gemini)
            && path.Contains("/v1beta/models", StringComparison.Ordinal))
        {
            return Dialect.Gemini;
        }

        return ProviderDoors.Has(provider, Dialect.Messages) && request.Headers.ContainsKey("anthropic-version")
            ? Dialect.Messages
            : Dialect.Chat;
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
