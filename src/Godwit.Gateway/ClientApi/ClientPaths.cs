using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>The paths of the client API. They are OpenAI's, and Godwit's own under <c>/godwit</c>.</summary>
internal static class ClientPaths
{
    public const string ModelPrefix = "/v1/models/";

    /// <summary>Finds the operation of a request.</summary>
    public static ClientOperation Match(string method, string path) => path switch
    {
        "/v1/chat/completions" => Post(method, ClientOperation.Chat),
        "/v1/embeddings" => Post(method, ClientOperation.Embeddings),
        "/v1/completions" => Post(method, ClientOperation.TextCompletion),
        "/v1/models" => Get(method, ClientOperation.ListModels),
        "/godwit/v1/availability" => Get(method, ClientOperation.Availability),
        "/livez" => Get(method, ClientOperation.Livez),
        "/readyz" => Get(method, ClientOperation.Readyz),
        _ when path.Length > ModelPrefix.Length && path.StartsWith(ModelPrefix, StringComparison.Ordinal) =>
            Get(method, ClientOperation.GetModel),
        _ => ClientOperation.None,
    };

    /// <summary>The methods of a path that exists.</summary>
    public static string Allowed(string path) =>
        Match(HttpMethods.Post, path) == ClientOperation.WrongMethod ? "GET, HEAD" : "POST";

    private static ClientOperation Post(string method, ClientOperation operation) =>
        HttpMethods.IsPost(method) ? operation : ClientOperation.WrongMethod;

    private static ClientOperation Get(string method, ClientOperation operation) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? operation : ClientOperation.WrongMethod;
}
