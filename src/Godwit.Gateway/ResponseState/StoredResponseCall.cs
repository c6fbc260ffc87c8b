using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ResponseState;

/// <summary>What is asked of a response that is there already.</summary>
/// <param name="Id">Its id, as the client knows it.</param>
/// <param name="Action">What is asked.</param>
internal readonly record struct StoredResponseCall(string Id, StoredResponseAction Action)
{
    private const string Prefix = "/v1/responses/";

    /// <summary>The methods of a path that exists; null for one that does not.</summary>
    public static string? Allowed(string path) => !TryParse(path, out var call) ? null
        : call.Action switch
        {
            StoredResponseAction.Cancel => HttpMethods.Post,
            StoredResponseAction.InputItems => HttpMethods.Get,
            _ => $"{HttpMethods.Get}, {HttpMethods.Delete}",
        };

    /// <summary>Reads a path and a method that fits it.</summary>
    public static StoredResponseCall Of(string path, string method) =>
        TryParse(path, out var call) && HttpMethods.IsDelete(method)
            ? call with { Action = StoredResponseAction.Delete } : call;

    /// <summary>The rest of the path behind the id.</summary>
    public string Suffix => Action switch
    {
        StoredResponseAction.Cancel => "/cancel",
        StoredResponseAction.InputItems => "/input_items",
        _ => "",
    };

    private static bool TryParse(string path, out StoredResponseCall call)
    {
        call = default;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = path[Prefix.Length..].Split('/');
        StoredResponseAction? action = parts switch
        {
            [{ Length: > 0 }] => StoredResponseAction.Get,
            [{ Length: > 0 }, "cancel"] => StoredResponseAction.Cancel,
            [{ Length: > 0 }, "input_items"] => StoredResponseAction.InputItems,
            _ => null,
        };
        if (action is not { } known)
            return false;
        call = new StoredResponseCall(parts[0], known);
        return true;
    }
}

/// <summary>What may be asked of a response that is there already.</summary>
internal enum StoredResponseAction
{
    Get,
    Delete,
    Cancel,
    InputItems,
}
