using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.Parameters;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Applies a provider's rules for parameters to a body that is spliced: only what a rule touches changes.
/// </summary>
internal static class SplicedParameters
{
    /// <summary>The rules at a door; null when there are none. They are about the provider's main dialect.</summary>
    public static RequestRules? RulesOf(TargetRules target, DoorRules door, Operation operation) =>
        operation == Operation.Chat && door.Dialect == target.Provider.Dialect ? target.RequestRules : null;

    /// <summary>Applies the rules.</summary>
    /// <param name="request">The client's request; what the rules do is among its losses.</param>
    /// <param name="target">Whom it goes to.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="body">The client's body; the edited one, when it is edited.</param>
    /// <param name="scan">What lies where in it.</param>
    public static ParameterOutcome Apply(
        GatewayRequest request, TargetRules target, RequestRules rules, out ReadOnlyMemory<byte> body,
        out RequestScan scan)
    {
        (body, scan) = (request.Body.Memory, request.Scan);
        var edited = new ArrayBufferWriter<byte>();
        var outcome = ParameterPass.Apply(
            body.Span, rules,
            new ParameterContext
            {
                Model = target.ProviderModel, Stream = request.Scan.Stream, Losses = request.BeginTranslation(),
            },
            edited);
        if (outcome == ParameterOutcome.Untouched)
            request.ForgetTranslation();
        if (outcome != ParameterOutcome.Edited)
            return outcome;

        // What is patched lies elsewhere now.
        body = edited.WrittenMemory;
        Span<char> model = stackalloc char[RequestScan.MaxModelChars];
        RequestScan.TryRead(
            body.Span, Operation.Chat, request.Dialect, modelInPath: true, model, out scan, out _);
        return outcome;
    }
}
