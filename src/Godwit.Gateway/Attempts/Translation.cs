using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.Parameters;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Gateway.Attempts;

/// <summary>Writes a client's request in the dialect of a target's door.</summary>
internal static class Translation
{
    // About 0.1 ms: from here on it is not done on the thread that serves the sockets.
    public const int LongBody = 64 * 1024;

    /// <summary>Translates the request.</summary>
    /// <returns>The content to send, or why there is none: then nothing was sent.</returns>
    public static ValueTask<(TranslatedContent? Content, AttemptFailure? Failure)> WriteAsync(
        GatewayRequest request, TargetRules target, DoorRules door) => request.Body.Length <= LongBody
        ? ValueTask.FromResult(Write(request, target, door))
        : new(Task.Run(() => Write(request, target, door)));

    private static (TranslatedContent? Content, AttemptFailure? Failure) Write(
        GatewayRequest request, TargetRules target, DoorRules door)
    {
        if (Read(request) is { } unreadable)
            return (null, unreadable);
        var body = WriteBody(request, target, door, request.Scan.Stream);
        return request.Route!.Strict && request.Losses!.FirstReal is { } loss
            ? (null, AttemptFailure.WouldLose(target, loss))
            : (new TranslatedContent(body), null);
    }

    /// <summary>Writes the body, and applies the provider's own rules to it.</summary>
    /// <param name="request">The client's request, read to its neutral form.</param>
    /// <param name="target">Whom it goes to.</param>
    /// <param name="door">The dialect it goes in.</param>
    /// <param name="stream">The provider is asked for a stream.</param>
    private static ArrayBufferWriter<byte> WriteBody(
        GatewayRequest request, TargetRules target, DoorRules door, bool stream)
    {
        var neutral = request.Neutral!;
        var losses = request.BeginTranslation();
        request.Collects = stream && !request.Scan.Stream;
        foreach (var extra in neutral.Extras)
            extra.Taken = extra.Satisfied;

        // Three bytes for each character are what a writer wants room for before it writes a text.
        var length = request.Body.Length;
        var body = new ArrayBufferWriter<byte>(length + Math.Clamp(2 * length, 512, 4096));
        DialectList.Provider(door.Dialect)!.WriteRequest(neutral, ContextOf(target, losses, stream), body);
        foreach (var extra in neutral.Extras)
        {
            if (!extra.Taken)
                losses.Drop(extra.Path, $"the dialect {DialectText.Of(door.Dialect)} has nothing like it");
        }

        if (SplicedParameters.RulesOf(target, door, Operation.Chat) is not { } rules)
            return body;
        var edited = new ArrayBufferWriter<byte>();
        var outcome = ParameterPass.Apply(
            body.WrittenSpan, rules,
            new ParameterContext
            {
                Model = target.ProviderModel, Stream = stream, Losses = losses,
                PathOf = door.Dialect == request.Dialect ? null : member => ProviderMembers.PathOf(neutral, member),
            },
            edited);
        if (outcome != ParameterOutcome.OnlyStreams)
            return outcome == ParameterOutcome.Edited ? edited : body;
        body = WriteBody(request, target, door, stream: true);
        ParameterPass.ReportCollected(losses, neutral.PathOf(RequestField.Stream));
        return body;
    }

    /// <summary>Reads the client's body to its neutral form, once for all attempts.</summary>
    private static AttemptFailure? Read(GatewayRequest request)
    {
        if (request.Neutral is not null)
            return null;
        var faults = new RequestFaults();
        var neutral = DialectList.Client(request.Dialect).ReadRequest(request.Body.Memory, request.Scan.Stream, faults);
        if (faults.First is { } fault)
            return AttemptFailure.Unreadable(Refusals.Untranslatable(fault.Code, fault.Message, fault.Path));
        request.Turn?.Restore(neutral, faults);
        if (faults.First is { } lost)
            return AttemptFailure.Unreadable(Refusals.Untranslatable(lost.Code, lost.Message, lost.Path));
        request.Neutral = neutral;
        return null;
    }

    private static ProviderContext ContextOf(TargetRules target, LossReport losses, bool stream) => new()
    {
        Model = target.ProviderModel,
        Stream = stream,
        Facts = target.Facts,
        Catalog = target.Provider.Catalog,
        StreamUsageOption = target.Provider.StreamUsageOption,
        Losses = losses,
    };
}
