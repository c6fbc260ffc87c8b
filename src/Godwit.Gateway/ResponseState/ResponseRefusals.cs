using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.ResponseState;

/// <summary>The refusals that concern state. Each says what is lost, and what to send instead.</summary>
internal static class ResponseRefusals
{
    private const string SendAll = "Send the whole conversation in 'input', without 'previous_response_id'.";

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

    /// <summary>The provider that holds the conversation may not serve the caller.</summary>
    public static Refusal OutOfReach(GatewayRequest request, string provider) => new()
    {
        Status = 403, Code = "response_state_out_of_reach", Type = "request_forbidden", Param = "previous_response_id",
        Message = $"The conversation lies with the provider {provider}, which may not serve "
            + $"{Whom(request)}, and is lost to this caller. {SendAll} {Instead(request, provider)}",
    };

    /// <summary>The provider that holds the conversation is not among those of the model.</summary>
    public static Refusal HolderGone(string provider, string model) => Refusals.BadRequest(
        "response_state_lost",
        $"The conversation lies with the provider {provider}, which does not serve '{model}' any more. {SendAll}",
        param: "previous_response_id");

    private static string Instead(GatewayRequest request, string provider)
    {
        var holder = request.Snapshot.Providers.FirstOrDefault(one => one.Name == provider);
        var routes = TerritoryMessage.Alternatives(request, holder, Operation.Chat);
        return routes.Count > 0 ? $"From here you can use: {string.Join(", ", routes)}."
            : "No model that this key may use can be served from here.";
    }

    private static string Whom(GatewayRequest request) => request.Location.Territory is { HasValue: true } territory
        ? $"a caller in {territory}" : "a caller whose territory is not known";

    private static string Short(string id) => id.Length > 64 ? id[..61] + "..." : id;
}
