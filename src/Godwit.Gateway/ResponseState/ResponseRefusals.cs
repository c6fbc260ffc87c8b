namespace Godwit.Gateway.ResponseState;

/// <summary>The refusals that concern state. Each says what is lost, and what to send instead.</summary>
internal static class ResponseRefusals
{
    /// <summary>How a caller goes on without what is lost.</summary>
    public const string SendAll = "Send the whole conversation in 'input', without 'previous_response_id'.";

    public static Refusal NoSuchPrevious(string id) => Refusals.BadRequest(
        "previous_response_not_found", $"Previous response with id '{Short(id)}' not found. {SendAll}",
        param: "previous_response_id");

    public static Refusal NotKept(string id) => Refusals.BadRequest(
        "previous_response_not_found",
        $"The conversation up to '{Short(id)}' is not kept here any more, or lies on another node. {SendAll}",
        param: "previous_response_id");

    public static Refusal NoSuchItem(string id) => Refusals.BadRequest(
        "item_not_found",
        $"Item with id '{Short(id)}' is not kept here any more, or lies on another node. Send the item itself.",
        param: "input");

    public static Refusal NoSuchResponse(string id) => new()
    {
        Status = 404, Code = "response_not_found", Type = "invalid_request_error", Param = "response_id",
        Message = $"Response with id '{Short(id)}' not found.",
    };

    public static Refusal NotInBackground { get; } = Refusals.BadRequest(
        "response_not_in_background", "Only a response that was asked for with 'background' can be cancelled.",
        param: "response_id");

    public static Refusal NoReplay { get; } = Refusals.BadRequest(
        "response_stream_not_kept", "The stream of this response is not kept, only its end; ask without 'stream'.",
        param: "stream");

    private static string Short(string id) => id.Length > 64 ? id[..61] + "..." : id;
}
