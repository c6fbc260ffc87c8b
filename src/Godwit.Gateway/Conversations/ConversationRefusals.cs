namespace Godwit.Gateway.Conversations;

/// <summary>What may be wrong with conversations; rows as for <see cref="Refusals"/>.</summary>
internal static class ConversationRefusals
{
    private const string InvalidRequest = "invalid_request_error";

    public static Refusal NotKept { get; } = Refusals.BadRequest(
        "conversation_not_supported",
        "Nothing is kept here. Send the whole conversation in 'input'.",
        param: "conversation");

    public static Refusal Both { get; } = Refusals.BadRequest(
        "invalid_value", "'conversation' and 'previous_response_id' exclude each other.",
        param: "previous_response_id");

    public static Refusal NotAnId { get; } = Refusals.BadRequest(
        "invalid_type", "'conversation' must be an id, or an object with one.", param: "conversation");

    public static Refusal NoRoom { get; } = new()
    {
        Status = 413, Code = "conversation_too_large", Type = InvalidRequest, Param = "items",
        Message = "The conversation would be larger than what is kept of one. Begin another.",
    };

    /// <summary>A file lies with one provider, a conversation goes to any.</summary>
    public static Refusal Files(string param) => Refusals.BadRequest(
        "invalid_value",
        "A conversation can't hold files by their id, since any provider may go on with it. Send their data.", param);

    public static Refusal NoSuch(string id) => new()
    {
        Status = 404, Code = "conversation_not_found", Type = InvalidRequest, Param = "conversation",
        Message = $"Conversation with id '{Short(id)}' not found. It never was, was deleted, has expired, or lies on "
            + "another node.",
    };

    public static Refusal NoSuchItem(string id, string param) => new()
    {
        Status = 404, Code = "conversation_item_not_found", Type = InvalidRequest, Param = param,
        Message = $"The conversation has no item with id '{Short(id)}'.",
    };

    private static string Short(string id) => id.Length > 64 ? id[..61] + "..." : id;
}
