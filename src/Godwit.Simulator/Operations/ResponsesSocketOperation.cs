using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Responses;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>
/// Answers <c>responses</c> over a WebSocket: each <c>response.create</c> is one turn, and the connection remembers its
/// own responses even when they are not kept.
/// </summary>
/// <param name="responses">Reads and answers the turns.</param>
/// <param name="replies">Reads their conversations.</param>
/// <param name="open">Begins the exchange of one turn, which is recorded like a request.</param>
internal sealed class ResponsesSocketOperation(
    ResponsesOperation responses, ResponseReplies replies, Func<Exchange, byte[], Exchange> open)
{
    private static readonly ProviderError NotCreate = new(
        ErrorReason.InvalidRequest, "Expected an event of type 'response.create'.", "type") { Code = "invalid_value" };

    public async Task AnswerAsync(Exchange connection)
    {
        if (!connection.Http.WebSockets.IsWebSocketRequest)
        {
            await connection.RefuseAsync(new ProviderError(
                ErrorReason.WrongMethod, "GET is only taken here to upgrade to a WebSocket."));
            return;
        }

        ResponseHeaders.Write(connection);
        using WebSocket socket = await connection.Http.WebSockets.AcceptWebSocketAsync();
        ResponseStore own = new();
        while (await SocketMessages.ReceiveAsync(socket, connection.Ending) is { } message)
        {
            using Exchange turn = open(connection, message);
            try
            {
                await AnswerTurnAsync(turn, socket, own, message);
            }
            catch (InvalidOperationException) when (socket.State == WebSocketState.Open)
            {
                await RefuseAsync(turn, socket, SocketMessages.NotText);
            }

            turn.Record.Status = 200;
            turn.Record.Ended = true;
            if (socket.State != WebSocketState.Open)
            {
                return;
            }
        }
    }

    private async Task AnswerTurnAsync(Exchange turn, WebSocket socket, ResponseStore own, byte[] message)
    {
        using JsonDocument? document = JsonBody.TryParse(message);
        if (document is null || RequestFields.Text(document.RootElement, "type") != "response.create")
        {
            await RefuseAsync(turn, socket, NotCreate);
            return;
        }

        if (responses.Read(turn, document.RootElement, own, out ResponsesRequest? request) is { } error)
        {
            await RefuseAsync(turn, socket, error);
            return;
        }

        Conversation conversation = replies.ConversationOf(request!);
        turn.Apply(responses.TakeFaults(turn, request!, conversation));
        if (turn.Faults.Replacement is { } fault)
        {
            await AnswerFaultAsync(turn, socket, fault);
            return;
        }

        if (turn.Provider.Latency > TimeSpan.Zero)
        {
            await turn.WaitAsync(turn.Provider.Latency);
        }

        await using AnswerStream stream = new(turn, new EventStream(turn, socket));
        await responses.StreamAsync(turn, stream, responses.Compose(turn, request!, conversation), own);
    }

    private static async Task AnswerFaultAsync(Exchange turn, WebSocket socket, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Reset:
                ConnectionEnd.Reset(turn.Http);
                break;
            case FaultKind.Silent:
                await turn.WaitAsync(fault.Delay ?? Timeout.InfiniteTimeSpan);
                turn.Http.Abort();
                break;
            case FaultKind.ErrorIn200:
                await using (AnswerStream stream = new(turn, new EventStream(turn, socket)))
                {
                    await stream.Events.SendAsync(
                        (Refusals.InsideAnswer, 0),
                        static (json, one) => ResponsesErrors.WriteEvent(json, one.InsideAnswer, one.Item2));
                }

                break;
            default:
                await RefuseAsync(turn, socket, Refusals.ErrorOf(fault.Kind));
                break;
        }
    }

    private static async Task RefuseAsync(Exchange turn, WebSocket socket, ProviderError error)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            (int status, string type, string? code) = ErrorNames.Of(turn.Provider.Name, error);
            json.WriteStartObject();
            json.WriteString("type", "error");
            json.WriteNumber("status", status);
            json.WriteStartObject("error");
            json.WriteString("type", type);
            json.WriteString("code", code);
            json.WriteString("message", error.Message);
            json.WriteString("param", error.Param);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, true, turn.Ending);
    }
}
