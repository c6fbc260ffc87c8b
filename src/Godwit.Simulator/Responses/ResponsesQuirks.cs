using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>How a provider's Responses door deviates from OpenAI's.</summary>
/// <param name="Stateless">Nothing is kept: there are no stored responses and no previous ones.</param>
/// <param name="StoresByDefault">Responses are kept unless the caller says otherwise.</param>
/// <param name="Cancels">Responses under way can be cancelled.</param>
internal readonly record struct ResponsesQuirks(bool Stateless, bool StoresByDefault, bool Cancels)
{
    public static ResponsesQuirks Of(string provider)
    {
        string family = ProviderQuirks.FamilyOf(provider).ToString();
        return family switch
        {
            "deepseek" or "ollama" or "llama-cpp" => new(true, false, false),
            "zhipu-glm" => new(false, false, false),
            _ => new(false, true, true),
        };
    }
}
