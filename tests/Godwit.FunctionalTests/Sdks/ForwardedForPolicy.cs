using System.ClientModel.Primitives;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>Adds the caller's address to each request of the .NET SDK, as a load balancer would.</summary>
internal sealed class ForwardedForPolicy(string address) : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Set("X-Forwarded-For", address);
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(
        PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Set("X-Forwarded-For", address);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }
}
