using System.Text.Json;
using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>What an SDK's application did in all its scenarios with all models, in one process for all tests.</summary>
/// <param name="Answers">What the scenarios returned, by model and name.</param>
/// <param name="ProviderRequests">The last requests that the providers got meanwhile.</param>
internal sealed record SdkRun(JsonElement Answers, IReadOnlyList<JsonElement> ProviderRequests)
{
    /// <summary>What a scenario returned with a model.</summary>
    public JsonElement Of(string model, string scenario)
    {
        var answer = Answers.GetProperty(model).GetProperty(scenario);
        Assert.False(answer.TryGetProperty("failed", out var why), why.ToString());
        return answer;
    }

    /// <summary>The one request of a provider with the words in its body.</summary>
    public JsonElement ProviderRequestWith(string words) => ProviderRequests.Single(
        request => request.GetProperty("body").GetString()!.Contains(words, StringComparison.Ordinal));
}
