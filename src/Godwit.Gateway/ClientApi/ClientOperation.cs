namespace Godwit.Gateway.ClientApi;

/// <summary>What a client asks the gateway for, by method and path.</summary>
internal enum ClientOperation
{
    /// <summary>No such path.</summary>
    None,

    /// <summary>The path exists, the method does not fit.</summary>
    WrongMethod,
    Chat,
    TextCompletion,
    Embeddings,
    ListModels,
    GetModel,
    Availability,
    Livez,
    Readyz,
}
