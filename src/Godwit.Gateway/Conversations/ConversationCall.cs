using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.Conversations;

/// <summary>What is asked of conversations.</summary>
internal enum ConversationAction
{
    Create,
    Get,
    Update,
    Delete,
    AddItems,
    ListItems,
    GetItem,
    DeleteItem,
}

/// <summary>What a client asks, by method and path.</summary>
/// <param name="Action">What is asked.</param>
/// <param name="Id">The conversation, as the client names it; empty when it is to be made.</param>
/// <param name="Item">The item; empty when none is named.</param>
internal readonly record struct ConversationCall(ConversationAction Action, string Id, string Item)
{
    private const string Root = "/v1/conversations";

    /// <summary>The methods of a path that exists; null for one that does not.</summary>
    public static string? Allowed(string path) => Split(path) is { } parts
        ? string.Join(", ", ActionsOf(parts.Length).Select(one => one.Method)) : null;

    /// <summary>Reads a path and a method that fits it.</summary>
    public static ConversationCall Of(string path, string method)
    {
        var parts = Split(path)!;
        var action = ActionsOf(parts.Length).First(one => HttpMethods.Equals(one.Method, method)).Action;
        return new ConversationCall(action, parts is [var id, ..] ? id : "", parts is [_, _, var item] ? item : "");
    }

    // Of "/id/items/item" the parts behind the root; null when it is no such path.
    private static string[]? Split(string path)
    {
        if (path == Root)
            return [];
        if (!path.StartsWith(Root + "/", StringComparison.Ordinal))
            return null;
        var parts = path[(Root.Length + 1)..].Split('/');
        return parts.Length <= 3 && Array.TrueForAll(parts, part => part.Length > 0)
            && (parts.Length == 1 || parts[1] == "items") ? parts : null;
    }

    private static (string Method, ConversationAction Action)[] ActionsOf(int parts) => parts switch
    {
        0 => [(HttpMethods.Post, ConversationAction.Create)],
        1 =>
        [
            (HttpMethods.Get, ConversationAction.Get), (HttpMethods.Post, ConversationAction.Update),
            (HttpMethods.Delete, ConversationAction.Delete),
        ],
        2 => [(HttpMethods.Get, ConversationAction.ListItems), (HttpMethods.Post, ConversationAction.AddItems)],
        _ => [(HttpMethods.Get, ConversationAction.GetItem), (HttpMethods.Delete, ConversationAction.DeleteItem)],
    };
}
