using System.Text;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Realtime;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.Parameters;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway;

/// <summary>One attempt's steps, in order, and nothing else: write the request, send, classify, relay.</summary>
internal sealed class AttemptPipeline(
    ProviderClients clients, ProviderCredentials credentials, AnswerRelay relay, TranslatedRelay translatedRelay,
    RealtimeAttempt realtime, ReserveStep reserve, TimeProvider time)
{
    /// <summary>Sends the request to one target.</summary>
    /// <returns>Null once an answer is on its way to the client; else why nothing was sent to it.</returns>
    public ValueTask<AttemptFailure?> RunAsync(GatewayRequest request, TargetRules target)
    {
        var operation = request.Operation.ToPolicy();
        if (target.DoorFor(operation, request.Dialect) is not { } door)
            return ValueTask.FromResult<AttemptFailure?>(AttemptFailure.NotOffered(request, operation));
        if (request.Operation == ClientOperation.Realtime)
            return realtime.RunAsync(request, target, door);
        if (request.Held is { } held && !held.IsAt(target))
            return ValueTask.FromResult<AttemptFailure?>(
                AttemptFailure.Unreadable(StateRefusals.Elsewhere(request, held)));
        if (request.Operation == ClientOperation.CompactResponse
            && (door.Dialect != request.Dialect || request.Turn?.HeldHere == true))
            return ValueTask.FromResult<AttemptFailure?>(AttemptFailure.NotOffered(request, operation));
        if (door.Dialect != request.Dialect || request.StreamIsArray || request.Turn?.HeldHere == true
            || (operation == Operation.Chat && ForeignReasoning.IsIn(request.Body.Memory.Span, request.Dialect)))
            return TranslateAsync(request, target, door);
        return SpliceAsync(request, target, door);
    }

    private ValueTask<AttemptFailure?> SpliceAsync(GatewayRequest request, TargetRules target, DoorRules door)
    {
        request.ForgetTranslation();
        var (body, scan) = (request.Body.Memory, request.Scan);
        if (SplicedParameters.RulesOf(target, door, request.Operation.ToPolicy()) is { } rules)
        {
            if (SplicedParameters.Apply(request, target, rules, out body, out scan) == ParameterOutcome.OnlyStreams)
                return TranslateAsync(request, target, door);
            if (request.Route!.Strict && request.Losses?.FirstReal is { } loss)
                return ValueTask.FromResult<AttemptFailure?>(AttemptFailure.WouldLose(target, loss));
        }

        if (door.Dialect == Dialect.GeminiGenerateContent && request.Operation.ToPolicy() == Operation.Embeddings)
            body = GeminiEmbeddingModels.Replace(body, target.ProviderModel);
        var patch = new RequestPatch(                                                          // 1 write, spliced
            body, scan, ModelFor(request, target, door), AsksUsage(request, target, door));
        return SendAsync(request, target, door, new SplicedContent(patch, FormTypeOf(request)), patch.AsksForUsage);
    }

    private async ValueTask<AttemptFailure?> TranslateAsync(GatewayRequest request, TargetRules target, DoorRules door)
    {
        var (content, failure) = request.Operation.ToPolicy() == Operation.Embeddings
            ? await EmbeddingTranslation.WriteAsync(request, target, door)
            : await Translation.WriteAsync(request, target, door);                             // 1 write, translated
        return content is null ? failure : await SendAsync(request, target, door, content, hideUsage: false);
    }

    private async ValueTask<AttemptFailure?> SendAsync(
        GatewayRequest request, TargetRules target, DoorRules door, HttpContent content, bool hideUsage)
    {
        if (target.Provider.Credentials.Length > 1 && request.Credential.Conversation == 0)
            request.Credential.Conversation = ConversationHash.Of(request);
        if (credentials.Take(request, target) is { } heldBack)
        {
            content.Dispose();
            return heldBack;
        }

        var clock = new AttemptClock(time, request.StartTimestamp);
        var lifetime = request.BeginSend(target, door, time);
        using var message = ProviderRequest.Write(request, target, door, content);
        AttemptFailure? failure;
        try
        {
            lifetime.ExpireAfter(target.Provider.ResponseTimeout);
            await credentials.ApplyAsync(
                message, request.Credential, target, door, request.Operation.ToPolicy(), lifetime.Token);
            if (request.Counts(target) && await reserve.PayAsync(request, target) is { } unpaid)
                return request.Withdraw(unpaid);
            using var response = await clients.For(target.Provider).SendAsync(message, lifetime.Token);    // 2 send
            credentials.Learn(request.Credential, target, response);
            failure = !response.IsSuccessStatusCode
                ? await ErrorAnswer.ReadAsync(                                                        // 3 classify
                    target, request.Credential, response, time.GetUtcNow(), lifetime.Token)
                : content is SplicedContent
                ? await relay.RunAsync(request, response, lifetime, clock, hideUsage)                 // 4 relay
                : await translatedRelay.RunAsync(request, response, lifetime, clock);
            if (failure is null)
                return null;
        }
        catch (CredentialException e)
        {
            failure = credentials.Unusable(request, request.Credential, target, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            failure = AttemptFailure.Of(e, target, lifetime);
        }
        finally
        {
            if (message.Content is SplicedContent { Sending: true })
                request.Body.Lend();
            lifetime.End();
        }

        return request.Fail(clock, target, failure);
    }

    private static ReadOnlyMemory<byte> ModelFor(GatewayRequest request, TargetRules target, DoorRules door) =>
        door.Dialect == Dialect.GeminiGenerateContent ? default
        : request.FormBoundary is null ? target.ProviderModelJson
        : Encoding.UTF8.GetBytes(target.ProviderModel);

    private static string? FormTypeOf(GatewayRequest request) =>
        request.FormBoundary is null ? null : request.Http.Request.ContentType;

    private static bool AsksUsage(GatewayRequest request, TargetRules target, DoorRules door) =>
        target.Provider.StreamUsageOption && door.Dialect == Dialect.OpenAIChat
            && (request.Operation is ClientOperation.Chat or ClientOperation.TextCompletion);
}
