using System.Diagnostics;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.ClientApi;

/// <summary>From what a client asks of the gateway to what a model is asked for.</summary>
internal static class ClientOperations
{
    public static Operation ToPolicy(this ClientOperation operation) => operation switch
    {
        ClientOperation.Chat => Operation.Chat,
        ClientOperation.TextCompletion => Operation.TextCompletion,
        ClientOperation.Embeddings => Operation.Embeddings,
        _ => throw new UnreachableException($"{operation} is not asked of a model."),
    };

    /// <summary>True for operations that a model answers.</summary>
    public static bool AsksModel(this ClientOperation operation) =>
        operation is ClientOperation.Chat or ClientOperation.TextCompletion or ClientOperation.Embeddings;
}
